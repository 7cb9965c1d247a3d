import { useLingui } from "@lingui/react/macro";
import { type FragmentOf, graphql, readFragment } from "../api/graphql";
import { shortDay } from "../language/dates";
import { sayIin } from "../language/numbers";
import classes from "./PersonRow.module.css";

export const PersonRow = graphql(`
  fragment PersonRow on Patient {
    id
    fullName
    birthDate
    birthYear
    sex
    age { words }
    iin
    temporaryId
    deceasedOn
    attachment { id area { id number } doctor { id shortName } clinic { id name } }
  }
`);

/** One person in a list: enough to tell two people of one name apart. */
export function PersonRowView({ person }: { person: FragmentOf<typeof PersonRow> }) {
  const { t } = useLingui();
  const { fullName, birthDate, birthYear, age, iin, temporaryId, attachment, deceasedOn } = readFragment(
    PersonRow,
    person,
  );
  const area = attachment?.area?.number;
  const place = attachment
    ? [area && t`area ${area}`, attachment.doctor?.shortName].filter(Boolean).join(" · ")
    : t`not attached`;
  return (
    <span className={classes.row}>
      <span className={classes.name}>{fullName}</span>
      <span className={`${classes.facts} figures`}>
        <span>
          {birthDate ? shortDay(birthDate) : birthYear} · {deceasedOn ? t`deceased` : age.words}
        </span>
        <span>{iin ? sayIin(iin) : (temporaryId ?? t`no IIN`)}</span>
      </span>
      <span className={classes.facts}>{place}</span>
    </span>
  );
}
