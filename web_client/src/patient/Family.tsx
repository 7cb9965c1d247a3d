import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";
import { FamilyForm } from "./FamilyForm";
import { useTieName } from "./names";
import type { PersonRecord } from "./person";

const FamilyOf = graphql(`
  query FamilyOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        family { id tie since until relative { id fullName age { words } clinic { id name } } }
      }
    }
  }
`);

export function Family({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const tieName = useTieName();
  const [{ data }] = useQuery({ query: FamilyOf, variables: { id: person.id } });
  const family = data?.node?.__typename === "Patient" ? data.node.family.filter(({ until }) => !until) : [];
  const mayLink = person.availableActions.includes("LINK_FAMILY");
  return (
    <Section title={t`Family`} aside={mayLink && <FamilyForm personId={person.id} />}>
      {family.length === 0 && (
        <p className={rows.none}>
          <Trans>Parents, guardians and children will stand here; a family is best with one doctor.</Trans>
        </p>
      )}
      <ul className={rows.rows}>
        {family.map(({ id, tie, relative }) => (
          <li key={id}>
            <span>
              <Link to="/desk/$personId" params={{ personId: relative.id }}>
                {relative.fullName}
              </Link>
              <small>
                {tieName(tie)} · {relative.age.words}
              </small>
            </span>
            <small>{relative.clinic.name}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
