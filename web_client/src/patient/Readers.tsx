import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { useRoleName } from "../account/role-names";
import { graphql } from "../api/graphql";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";

const ReadersOf = graphql(`
  query ReadersOf($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        readers(first: 10, after: $after) {
          nodes { id at accountName role clinicName operation purpose }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

/** Who has read this record, newest first: asked for only when somebody wants to know. */
export function Readers({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const roleName = useRoleName();
  const [shown, setShown] = useState(false);
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching }] = useQuery({
    query: ReadersOf,
    variables: { id: personId, after },
    pause: !shown,
    requestPolicy: "network-only",
  });
  const readers = data?.node?.__typename === "Patient" ? data.node.readers : null;
  return (
    <Section title={t`Who has read this record`}>
      {!shown && (
        <Button variant="default" onClick={() => setShown(true)}>
          <Trans>Show</Trans>
        </Button>
      )}
      <ul className={rows.rows}>
        {readers?.nodes.map((event) => (
          <li key={event.id}>
            <span>
              {event.accountName}{" "}
              <small>
                {event.role && roleName(event.role)} {event.clinicName && `· ${event.clinicName}`}{" "}
                {event.purpose && `· ${event.purpose}`}
              </small>
            </span>
            <small className="figures">{sayMoment(event.at, language)}</small>
          </li>
        ))}
      </ul>
      {readers?.pageInfo.hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={fetching}
          onClick={() => setAfter(readers.pageInfo.endCursor)}
        >
          <Trans>Older</Trans>
        </Button>
      )}
    </Section>
  );
}
