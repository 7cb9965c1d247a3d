import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { sayPhone } from "../language/numbers";
import { Notice } from "../parts/Notice";
import type { PersonForm, PersonFormState } from "./form";
import { PersonPicker } from "./PersonPicker";
import type { PersonRecord } from "./person";
import { usePerson } from "./use-person";

/** Whose child it is. Where she lives, her phones and her language become the child's, and stay open to correction. */
export function MotherField({ form }: { form: PersonFormState }) {
  const { t } = useLingui();
  const { motherId, motherName } = form.values;
  const { person: mother } = usePerson(motherId);
  const taken = useRef(motherId);
  useEffect(() => {
    if (!mother || mother.id !== motherId || taken.current === motherId) return;
    taken.current = motherId;
    form.setValues(takenFrom(mother, form.getValues()));
  }, [mother, motherId, form]);
  const doctor = mother?.attachment?.doctor?.shortName;
  return (
    <>
      <PersonPicker
        label={t`Mother`}
        description={t`Search for her by IIN, phone or name. The child is linked to her.`}
        error={form.errors.motherId}
        initialName={motherName}
        fits={({ sex }) => sex === "FEMALE"}
        onPick={(id, name) => form.setValues({ motherId: id, motherName: name })}
      />
      {mother && motherId && (
        <Notice meaning="information">
          {[t`Address, phones and language are taken over from her.`, doctor && t`Her doctor: ${doctor}`]
            .filter(Boolean)
            .join(" ")}
        </Notice>
      )}
    </>
  );
}

/** Only what is still empty: what somebody typed stays. */
function takenFrom({ address, phones, language }: PersonRecord, form: PersonForm): Partial<PersonForm> {
  const lives = form.locality || form.street || form.house || form.flat;
  return {
    ...(!lives && {
      locality: address?.locality ?? "",
      street: address?.street ?? "",
      house: address?.house ?? "",
      flat: address?.flat ?? "",
    }),
    ...(!form.phones.some(Boolean) && phones.length && { phones: phones.map(sayPhone) }),
    language,
  };
}
