import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { sayDay, sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";
import classes from "./AttachmentHistory.module.css";
import { END_REASONS } from "./names";
import { RefusalsOf } from "./RefusalsOf";
import { Timeline } from "./Timeline";
import { neverHeld } from "./timeline";
import { useUndoDetachment } from "./use-undo-detachment";

const History = graphql(`
  query AttachmentHistory($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        attachments(first: 30) {
          nodes {
            id
            startsOn
            endsOn
            endReason
            version
            availableActions
            reasonName
            evidence
            overrideReason
            homeVisits
            recordedBy
            clinic { id name }
            doctor { id shortName }
            area { id number }
          }
        }
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof History>["node"]>;
export type Period = Extract<Node, { __typename: "Patient" }>["attachments"]["nodes"][number];

/** Where the person has been attached, drawn as time; the same as words one key away. */
export function AttachmentHistory({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data, fetching }] = useQuery({
    query: History,
    variables: { id: personId },
    requestPolicy: "cache-and-network",
  });
  const periods = data?.node?.__typename === "Patient" ? data.node.attachments.nodes : [];
  const held = periods.filter((period) => !neverHeld(period));
  return (
    <Section title={t`Attachment history`}>
      {held.length > 0 && <Timeline periods={held} />}
      <JustDetached periods={periods} />
      {periods.length > 0 && <AsTable periods={periods} />}
      {!periods.length && !fetching && (
        <p className={rows.none}>
          <Trans>Never attached yet. An attachment gives the person a doctor and the clinic its payment.</Trans>
        </p>
      )}
      <RefusalsOf personId={personId} />
    </Section>
  );
}

/** What a clerk ended just now, with the way back while there is one. */
function JustDetached({ periods }: { periods: Period[] }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { i18n } = useRuntime();
  const [undo, undoing] = useUndoDetachment();
  const last = periods.find(({ availableActions }) => availableActions.includes("UNDO_DETACHMENT"));
  if (!last?.endsOn || !last.endReason) return null;
  const since = sayDay(last.endsOn, language);
  return (
    <p className={classes.ended}>
      <span>
        {t`Detached from ${since}`}: {i18n._(END_REASONS[last.endReason])}
      </span>
      <Button size="compact-sm" variant="default" loading={undoing} onClick={() => undo(last)}>
        <Trans>Undo</Trans>
      </Button>
    </p>
  );
}

function AsTable({ periods }: { periods: Period[] }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { i18n } = useRuntime();
  return (
    <details className={classes.table}>
      <summary>
        <Trans>As a table</Trans>
      </summary>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t`From`}</th>
              <th scope="col">{t`To`}</th>
              <th scope="col">{t`Clinic`}</th>
              <th scope="col">{t`Doctor`}</th>
              <th scope="col">{t`Reason`}</th>
              <th scope="col">{t`Home visits`}</th>
              <th scope="col">{t`Why it ended`}</th>
            </tr>
          </thead>
          <tbody>
            {periods.map((period) => (
              <tr key={period.id} data-undone={neverHeld(period) || undefined}>
                {neverHeld(period) ? (
                  <td colSpan={2} data-label={t`When`}>{t`undone, never in force`}</td>
                ) : (
                  <>
                    <td data-label={t`From`}>{sayFullDay(period.startsOn, language)}</td>
                    <td data-label={t`To`}>{period.endsOn ? sayDay(period.endsOn, language) : t`now`}</td>
                  </>
                )}
                <td data-label={t`Clinic`}>{period.clinic.name}</td>
                <td data-label={t`Doctor`}>{period.doctor?.shortName}</td>
                <td data-label={t`Reason`}>
                  {period.reasonName}
                  {period.evidence && <small>{period.evidence}</small>}
                  {period.overrideReason && (
                    <small>
                      {t`Attached in spite of a rule`}: {period.overrideReason}
                    </small>
                  )}
                </td>
                <td data-label={t`Home visits`}>{period.homeVisits ? t`yes` : t`given up`}</td>
                <td data-label={t`Why it ended`}>{period.endReason && i18n._(END_REASONS[period.endReason])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
