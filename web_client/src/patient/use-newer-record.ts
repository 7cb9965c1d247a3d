import { useEffect, useRef, useState } from "react";
import { fromRecord } from "./CorrectPage";
import { type PersonForm, type PersonFormState, same } from "./form";
import type { PersonRecord } from "./person";

/**
 * A colleague may save the same record meanwhile: what was not touched here takes the newer value, what was typed stays.
 * Gives the fields that came in so, for the clerk to see before saving again.
 */
export function useNewerRecord(form: PersonFormState, person: PersonRecord): (keyof PersonForm)[] {
  const known = useRef(person);
  const [changed, setChanged] = useState<(keyof PersonForm)[]>([]);
  useEffect(() => {
    if (known.current.version === person.version) return;
    const [before, after] = [fromRecord(known.current), fromRecord(person)];
    known.current = person;
    const newer = (Object.keys(after) as (keyof PersonForm)[]).filter((field) => !same(before[field], after[field]));
    const typed = form.getValues();
    const kept = newer.filter((field) => !same(typed[field], before[field]));
    const taken = newer.filter((field) => !kept.includes(field));
    form.setInitialValues(after);
    form.setValues(Object.fromEntries(taken.map((field) => [field, after[field]])));
    setChanged(taken);
  }, [person, form]);
  return changed;
}
