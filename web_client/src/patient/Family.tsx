import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { sayFullDay } from "../language/dates";
import { sayPhone } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import rows from "../parts/Rows.module.css";
import { Section } from "../parts/Section";
import { EndFamilyLink } from "./EndFamilyLink";
import { FamilyForm } from "./FamilyForm";
import { useTieName } from "./names";
import type { PersonRecord } from "./person";

const FamilyOf = graphql(`
  query FamilyOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        family { id tie since until relative { id fullName age { words } phones clinic { id name } } }
      }
    }
  }
`);

/** Whom one calls about a child or a ward. */
const CARES = new Set(["MOTHER", "FATHER", "GUARDIAN"]);

function Until({ day }: { day: string }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const said = sayFullDay(day, language);
  return t`until ${said}`;
}

export function Family({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const tieName = useTieName();
  const [{ data }] = useQuery({ query: FamilyOf, variables: { id: person.id } });
  const all = data?.node?.__typename === "Patient" ? data.node.family : [];
  const family = all.filter(({ until }) => !until);
  const earlier = all.filter(({ until }) => until);
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
              {relative.phones[0] && CARES.has(tie) && (
                <small>
                  <a href={`tel:${relative.phones[0]}`} className="figures">
                    {sayPhone(relative.phones[0])}
                  </a>
                </small>
              )}
            </span>
            <span>
              <small>{relative.clinic.name}</small>
              {mayLink && <EndFamilyLink linkId={id} who={`${tieName(tie)} · ${relative.fullName}`} />}
            </span>
          </li>
        ))}
      </ul>
      {earlier.length > 0 && (
        <details className={rows.earlier}>
          <summary>
            <Trans>Ended ties</Trans> ({earlier.length})
          </summary>
          <ul className={rows.rows}>
            {earlier.map(({ id, tie, until, relative }) => (
              <li key={id}>
                <span>
                  <Link to="/desk/$personId" params={{ personId: relative.id }}>
                    {relative.fullName}
                  </Link>
                  <small>{tieName(tie)}</small>
                </span>
                <small>{until && <Until day={until} />}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
