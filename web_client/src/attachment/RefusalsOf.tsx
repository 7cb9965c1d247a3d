import { Trans } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import rows from "../parts/Rows.module.css";
import { Rule, RuleView } from "../parts/Rule";
import classes from "./AttachmentHistory.module.css";

const RefusalsOfPerson = graphql(
  `
  query RefusalsOfPerson($id: ID!) {
    attachmentRefusals(filter: { patientId: $id }, first: 20) {
      nodes { id on message recordedBy clinic { id name } doctorList { id doctor { id shortName } } rule { ...Rule } }
    }
  }
`,
  [Rule],
);

/** What was asked for and refused, and by which rule: part of the history, for whoever asks why not. */
export function RefusalsOf({ personId }: { personId: string }) {
  const [language] = useLanguage();
  const [{ data }] = useQuery({
    query: RefusalsOfPerson,
    variables: { id: personId },
    requestPolicy: "cache-and-network",
  });
  const refusals = data?.attachmentRefusals.nodes ?? [];
  if (!refusals.length) return null;
  return (
    <details className={classes.table}>
      <summary>
        <Trans>Refused requests</Trans> ({refusals.length})
      </summary>
      <ul className={rows.rows}>
        {refusals.map(({ id, on, message, clinic, doctorList, recordedBy, rule }) => (
          <li key={id} className={classes.refusal}>
            <span>
              {message}
              <RuleView rule={rule} />
            </span>
            <small>
              {[sayFullDay(on, language), clinic.name, doctorList?.doctor.shortName, recordedBy]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
