import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../api/graphql";
import { sayFullDay, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { ActForm, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { useGroupChoices } from "./choices";
import classes from "./Immunization.module.css";
import { GROUNDS, SIGNERS, TEST_OUTCOMES, TESTS } from "./names";
import { EndDeferral, Papers, ReadTest, RevokeConsent } from "./papers";

type Node = NonNullable<ResultOf<typeof Papers>["node"]>;
type Found = Extract<Node, { __typename: "Patient" }>;

/** Deferrals, consents, refusals and tests: what stands first, with the way to end it. */
export function PapersOf({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: Papers, variables: { id: personId }, requestPolicy: "cache-and-network" });
  const person = data?.node?.__typename === "Patient" ? data.node : null;
  if (!person) return null;
  const { deferrals, consents, tuberculinTests } = person;
  if (!deferrals.length && !consents.length && !tuberculinTests.length) return null;
  return (
    <>
      <h4 className={classes.sub}>{t`Deferrals, papers and tests`}</h4>
      <ul className={classes.list}>
        {deferrals.map((one) => (
          <DeferralRow key={one.id} deferral={one} />
        ))}
        {consents.map((one) => (
          <ConsentRow key={one.id} consent={one} />
        ))}
        {tuberculinTests.map((one) => (
          <TestRow key={one.id} test={one} />
        ))}
      </ul>
    </>
  );
}

function useGroupNames() {
  const names = new Map(useGroupChoices().map(({ value, label }) => [value, label]));
  return (codes: readonly string[]) => codes.map((code) => names.get(code) ?? code).join(", ");
}

function DeferralRow({ deferral }: { deferral: Found["deferrals"][number] }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const named = useGroupNames();
  const [open, setOpen] = useState(false);
  const act = useAct(EndDeferral, t`The deferral has ended.`, () => setOpen(false));
  const { id, version, vaccineGroups, since, until, commission, reason, endedOn, availableActions } = deferral;
  const last = endedOn ?? until;
  const days = [sayFullDay(since, language), last ? sayFullDay(last, language) : t`for good`].join(" – ");
  return (
    <li>
      <span>
        <span className={classes.what}>{t`Deferral`}</span> {named(vaccineGroups) || t`all vaccines`}
        <br />
        <span className={classes.quietly}>{[days, reason, commission].filter(Boolean).join(" · ")}</span>
      </span>
      {availableActions.includes("END") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>{t`End`}</Button>
      )}
      {open && (
        <ActForm
          title={t`End the deferral`}
          asked={[{ name: "reason", label: t`Why?`, kind: "text", needed: true }]}
          submit={t`End`}
          onSubmit={({ reason: why = "" }: Values) => act({ input: { deferralId: id, version, reason: why } })}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}

function ConsentRow({ consent }: { consent: Found["consents"][number] }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const named = useGroupNames();
  const [open, setOpen] = useState(false);
  const act = useAct(RevokeConsent, t`Revoked; that it was stays on record.`, () => setOpen(false));
  const { id, version, vaccineGroup, decision, writtenOn, signedBy, ground, revokedOn, availableActions } = consent;
  const ended = revokedOn ? sayFullDay(revokedOn, language) : "";
  const facts = [
    sayFullDay(writtenOn, language),
    i18n._(SIGNERS[signedBy]),
    ground && i18n._(GROUNDS[ground]),
    ended && t`revoked: ${ended}`,
  ];
  return (
    <li>
      <span>
        <span className={classes.what}>{decision === "REFUSAL" ? t`Refusal` : t`Consent`}</span> {named([vaccineGroup])}
        <br />
        <span className={classes.quietly}>{facts.filter(Boolean).join(" · ")}</span>
      </span>
      {availableActions.includes("REVOKE") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>{t`Revoke`}</Button>
      )}
      {open && (
        <ActForm
          title={t`Revoke the paper`}
          asked={[{ name: "revokedOn", label: t`From which day?`, kind: "day", start: today(), needed: true }]}
          submit={t`Revoke`}
          onSubmit={({ revokedOn: on }: Values) => act({ input: { consentId: id, version, revokedOn: on } })}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}

function TestRow({ test }: { test: Found["tuberculinTests"][number] }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const [open, setOpen] = useState(false);
  const act = useAct(ReadTest, t`The reading is on record.`, () => setOpen(false));
  const { id, version, kind, madeOn, papuleMm, outcome, availableActions } = test;
  const facts = [sayFullDay(madeOn, language), papuleMm !== null && t`${papuleMm} mm`];
  const read = ({ papuleMm: papule = "", readOn, destructive }: Values) =>
    act({
      input: { testId: id, version, papuleMm: Number(papule), readOn, destructive: destructive === "yes" },
    });
  return (
    <li>
      <span>
        <span className={classes.what}>{i18n._(TESTS[kind])}</span>{" "}
        {outcome ? i18n._(TEST_OUTCOMES[outcome]) : t`not read yet`}
        <br />
        <span className={classes.quietly}>{facts.filter(Boolean).join(" · ")}</span>
      </span>
      {availableActions.includes("READ_TEST") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>{t`Read`}</Button>
      )}
      {open && (
        <ActForm
          title={t`Read the test`}
          asked={[
            { name: "papuleMm", label: t`Papule, mm`, kind: "number", needed: true },
            { name: "destructive", label: t`Vesicle, necrosis or lymphangitis`, kind: "check" },
            { name: "readOn", label: t`Read on`, kind: "day", start: today(), needed: true },
          ]}
          submit={t`Record`}
          onSubmit={read}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}
