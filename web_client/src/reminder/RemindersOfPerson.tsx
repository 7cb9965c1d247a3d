import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { Failed } from "../parts/Failed";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";
import { RemindersOf } from "./choice";
import { Told } from "./Told";
import { OptOutForm, Wishes } from "./Wishes";

/** What somebody was told about vaccinations, and whether they want to be told at all. */
export function RemindersOfPerson({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, ask] = useQuery({
    query: RemindersOf,
    variables: { id: personId, after },
    requestPolicy: "cache-and-network",
  });
  const wishes = data?.node?.__typename === "Patient" ? data.node.reminderOptOuts : [];
  const { nodes = [], pageInfo } = data?.reminders ?? {};
  return (
    <Section title={t`Reminders`} aside={data && <OptOutForm personId={personId} wishes={wishes} />}>
      {error && !data && <Failed error={error} onAgain={() => ask({ requestPolicy: "network-only" })} />}
      <Wishes wishes={wishes} />
      {data && !nodes.length && (
        <p className={rows.none}>
          <Trans>No message yet. The family gets one a few days before a vaccination is due.</Trans>
        </p>
      )}
      <ul className={rows.rows}>
        {nodes.map((message) => (
          <Told key={message.id} message={message} personId={personId} />
        ))}
      </ul>
      {(pageInfo?.hasNextPage || after) && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => setAfter(pageInfo?.hasNextPage ? pageInfo.endCursor : null)}
        >
          {pageInfo?.hasNextPage ? t`Older` : t`The latest again`}
        </Button>
      )}
    </Section>
  );
}
