import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { useSend } from "../api/send";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { AskReason } from "../parts/AskReason";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";

const MergesOf = graphql(`
  query MergesOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        merges {
          id
          mergedAt
          mergedBy
          reason
          undoneAt
          undoneBy
          availableActions
          survivor { id fullName }
          merged { id fullName }
        }
      }
    }
  }
`);

const Unmerge = graphql(`
  mutation UnmergePatients($input: UnmergePatientsInput!) {
    unmergePatients(input: $input) {
      __typename
      ... on Merge { id undoneAt }
      ... on StaleVersion { message }
      ... on InvalidInput { message }
      ... on Refused { message }
    }
  }
`);

type MergeRow = Extract<NonNullable<ResultOf<typeof MergesOf>["node"]>, { __typename: "Patient" }>["merges"][number];

/** Each merge stands alone and can be taken back alone. */
export function Merges({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: MergesOf, variables: { id: personId } });
  const merges = data?.node?.__typename === "Patient" ? data.node.merges : [];
  if (!merges.length) return null;
  return (
    <Section title={t`Merged records`}>
      <ul className={rows.rows}>
        {merges.map((merge) => (
          <MergeView key={merge.id} merge={merge} personId={personId} />
        ))}
      </ul>
    </Section>
  );
}

function MergeView({ merge, personId }: { merge: MergeRow; personId: string }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const [send, sending] = useSend(Unmerge);
  const survives = merge.survivor?.id === personId;
  const other = survives ? merge.merged : merge.survivor;
  const undoneAt = merge.undoneAt && sayMoment(merge.undoneAt, language);

  const unmerge = async (reason: string) => {
    const answer = (await send({ input: { mergeId: merge.id, reason } }))?.unmergePatients;
    return answer && "message" in answer ? answer.message : answer ? null : "";
  };

  return (
    <li>
      <span>
        {other ? (
          <Link to="/desk/$personId" params={{ personId: other.id }}>
            {other.fullName}
          </Link>
        ) : (
          t`person of another clinic`
        )}
        <small>
          {survives ? <Trans>merged into this record</Trans> : <Trans>this record was merged into it</Trans>} ·{" "}
          {sayMoment(merge.mergedAt, language)} · {merge.mergedBy} · {merge.reason}
          {undoneAt && <> · {t`taken apart ${undoneAt}`}</>}
        </small>
      </span>
      {merge.availableActions.includes("UNMERGE") && (
        <AskReason title={t`Take the records apart`} question={t`Why are these two people?`} onReason={unmerge}>
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open} loading={sending}>
              <Trans>Take apart</Trans>
            </Button>
          )}
        </AskReason>
      )}
    </li>
  );
}
