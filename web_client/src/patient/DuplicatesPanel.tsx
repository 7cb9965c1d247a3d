import { Trans, useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { type FragmentOf, type ResultOf, readFragment } from "../api/graphql";
import { readDay } from "../language/dates";
import { Notice } from "../parts/Notice";
import { ElsewhereRow } from "../search/ElsewhereRow";
import classes from "./DuplicatesPanel.module.css";
import { type PersonForm, phonesOf } from "./form";
import fields from "./PersonFields.module.css";
import { PersonRowView } from "./PersonRow";
import { Candidate, Duplicates, type JudgeIin } from "./register";

/** While one types: people on record who may be the same, and why they look so, field by field. */
export function DuplicatesPanel({ form }: { form: PersonForm }) {
  const { t } = useLingui();
  const { iin, familyName, givenName, patronymic, birthDate, sex, phones, street, house } = form;
  const input = {
    iin: iin.length === 12 ? iin : null,
    familyName: familyName || null,
    givenName: givenName || null,
    patronymic: patronymic || null,
    birthDate: readDay(birthDate),
    sex: sex || null,
    phones: phonesOf(phones),
    street: street || null,
    house: house || null,
  };
  const [asked] = useDebouncedValue(input, 400);
  const enough = Boolean(
    asked.iin || (asked.familyName && asked.familyName.length > 1 && (asked.givenName || asked.birthDate)),
  );
  const [{ data }] = useQuery({ query: Duplicates, variables: { input: asked }, pause: !enough });
  const candidates = enough ? (data?.duplicates ?? []) : [];
  return (
    <aside className={fields.aside} aria-live="polite" aria-label={t`People who may be the same`}>
      {candidates.length > 0 && (
        <>
          <h3 className={classes.title}>
            <Trans>Perhaps on record already</Trans>
          </h3>
          <ul className={classes.list}>
            {candidates.map((one) => (
              <CandidateView key={keyOf(one)} candidate={one} />
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

export function keyOf(one: FragmentOf<typeof Candidate>): string {
  const { patient, elsewhere } = readFragment(Candidate, one);
  return patient?.id ?? elsewhere?.id ?? "";
}

export function CandidateView({ candidate }: { candidate: FragmentOf<typeof Candidate> }) {
  const { patient, elsewhere, matches } = readFragment(Candidate, candidate);
  return (
    <li className={classes.candidate}>
      {patient && (
        <Link to="/desk/$personId" params={{ personId: patient.id }} className={classes.person}>
          <PersonRowView person={patient} />
        </Link>
      )}
      {elsewhere && <ElsewhereRow person={elsewhere} />}
      <ul className={classes.why}>
        {matches.map(({ field, message }) => (
          <li key={field + message}>{message}</li>
        ))}
      </ul>
    </li>
  );
}

type Known = NonNullable<ResultOf<typeof JudgeIin>["judgeIin"]["known"]>;

/** The IIN belongs to somebody already: open them instead of typing on. */
export function KnownPerson({ known }: { known: Known }) {
  const { t } = useLingui();
  const here = known.__typename === "Patient";
  return (
    <Notice
      meaning="information"
      live
      title={here ? t`This person is on record` : t`This person is on record in another clinic`}
    >
      <Link
        to={here ? "/desk/$personId" : "/desk/$personId/attach"}
        params={{ personId: known.id }}
        className={classes.person}
      >
        {known.__typename === "Patient" ? <PersonRowView person={known} /> : <ElsewhereRow person={known} />}
      </Link>
    </Notice>
  );
}
