import { Trans, useLingui } from "@lingui/react/macro";
import { type FragmentOf, readFragment } from "../api/graphql";
import { useListKind } from "../doctor_list/kinds";
import { Load } from "../doctor_list/Load";
import classes from "./AttachForm.module.css";
import { ListChoice } from "./options";

interface Props {
  lists: readonly FragmentOf<typeof ListChoice>[];
  proposedId?: string;
  /** The list of the area that the address falls into. */
  areaListId?: string;
  value: string;
  onChange(id: string): void;
}

/** The doctors of the clinic with their load; the doctor of the address stands first. */
export function DoctorChoice({ lists, proposedId, areaListId, value, onChange }: Props) {
  const { t } = useLingui();
  const kind = useListKind();
  const known = lists.map((list) => readFragment(ListChoice, list));
  const sorted = [...known.filter(({ id }) => id === proposedId), ...known.filter(({ id }) => id !== proposedId)];
  return (
    <fieldset className={classes.group}>
      <legend>
        <Trans>Doctor</Trans>
      </legend>
      <div className={classes.choices}>
        {sorted.map((list, index) => {
          const numbers = list.areas.map(({ number }) => number).join(", ");
          return (
            <label key={list.id} className={classes.choice}>
              <input
                type="radio"
                name="list"
                value={list.id}
                checked={value === list.id}
                onChange={() => onChange(list.id)}
                // biome-ignore lint/a11y/noAutofocus: the form was opened to choose here
                autoFocus={index === 0}
              />
              <span>
                {list.doctor.fullName}
                <small>
                  {[list.id === areaListId && t`by the address`, kind(list.kind), numbers && t`area ${numbers}`]
                    .filter(Boolean)
                    .join(" · ")}
                </small>
              </span>
              <Load people={list.people} norm={list.norm} />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
