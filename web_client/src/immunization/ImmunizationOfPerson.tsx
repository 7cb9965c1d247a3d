import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Failed } from "../parts/Failed";
import { Section } from "../parts/Section";
import { useMay } from "../session/viewer";
import { CertificateForm, Certificates } from "./Certificates";
import { DoseForm, EarlierDoseForm } from "./DoseForm";
import { Doses } from "./Doses";
import { DoseTimeline } from "./DoseTimeline";
import { Forecasts } from "./Forecasts";
import classes from "./Immunization.module.css";
import { ObservationForm, Observations } from "./Observations";
import { ConsentForm, DeferralForm, RefusalForm, TestForm } from "./PaperForms";
import { PaperLinks } from "./PaperLinks";
import { PapersOf } from "./PapersOf";
import { type Immunization, ImmunizationOf } from "./record";

/** A person's vaccinations: the picture, what comes, what was given, and what can be done now. */
export function ImmunizationOfPerson({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data, error }, ask] = useQuery({
    query: ImmunizationOf,
    variables: { id: personId },
    requestPolicy: "cache-and-network",
  });
  const mayObserve = useMay("READ_OBSERVATIONS");
  const immunization = data?.node?.__typename === "Patient" ? data.node.immunization : null;
  if (data && !immunization) return null;
  const [language] = useLanguage();
  const calendar = immunization ? sayFullDay(immunization.calendar, language) : "";
  return (
    <Section
      title={t`Immunization`}
      aside={calendar && <span className={classes.quietly}>{t`National calendar of ${calendar}`}</span>}
    >
      {error && !data && <Failed error={error} onAgain={() => ask({ requestPolicy: "network-only" })} />}
      {!data && !error && <Skeleton height={160} />}
      {immunization && (
        <>
          <Acts personId={personId} immunization={immunization} />
          <DoseTimeline doses={immunization.doses} forecasts={immunization.forecasts} />
          <Forecasts forecasts={immunization.forecasts} />
          <Doses doses={immunization.doses} />
          {mayObserve && <Observations personId={personId} />}
          <PapersOf personId={personId} />
          <Certificates personId={personId} />
          <Cards personId={personId} />
        </>
      )}
    </Section>
  );
}

/** The card on paper, in the languages in which it is printed. */
function Cards({ personId }: { personId: string }) {
  const { t } = useLingui();
  return (
    <div className={classes.acts}>
      <PaperLinks
        address={`/files/vaccination-cards/${personId}`}
        labels={{ kk: t`Vaccination card in Kazakh`, ru: t`Vaccination card in Russian` }}
        size="compact-md"
        variant="default"
      />
    </div>
  );
}

type Form = "dose" | "refusal" | "consent" | "deferral" | "test" | "observation" | "earlier" | "certificate";

/** The most used first. */
function Acts({ personId, immunization }: { personId: string; immunization: Immunization }) {
  const { t } = useLingui();
  const [form, setForm] = useState<Form | null>(null);
  const { availableActions: can, forecasts } = immunization;
  const group = forecasts.find(({ status, actOn }) => status === "NOT_COMPLETE" && actOn)?.vaccineGroup;
  const given = { personId, group, onClose: () => setForm(null) };
  const acts = [
    { form: "dose", label: t`Record a dose`, open: can.includes("RECORD_DOSE") },
    { form: "refusal", label: t`Refusal`, open: can.includes("RECORD_CONSENT") },
    { form: "deferral", label: t`Deferral`, open: can.includes("DEFER") },
    { form: "consent", label: t`Consent`, open: can.includes("RECORD_CONSENT") },
    { form: "test", label: t`Tuberculin test`, open: can.includes("RECORD_TUBERCULIN_TEST") },
    { form: "observation", label: t`Condition`, open: can.includes("RECORD_OBSERVATION") },
    { form: "earlier", label: t`Earlier dose`, open: can.includes("RECORD_DOSE") },
    { form: "certificate", label: t`Certificate`, open: can.includes("ISSUE_CERTIFICATE") },
  ] as const;
  if (!acts.some(({ open }) => open)) return null;
  return (
    <div className={classes.acts}>
      {acts.map(
        ({ form: name, label, open }) =>
          open && (
            <Button
              key={name}
              variant={name === "dose" ? "filled" : "default"}
              size="compact-md"
              onClick={() => setForm(name)}
            >
              {label}
            </Button>
          ),
      )}
      {form === "dose" && <DoseForm {...given} forecasts={forecasts} />}
      {form === "earlier" && <EarlierDoseForm {...given} />}
      {form === "refusal" && <RefusalForm {...given} />}
      {form === "consent" && <ConsentForm {...given} />}
      {form === "deferral" && <DeferralForm {...given} />}
      {form === "observation" && <ObservationForm personId={personId} onClose={given.onClose} />}
      {form === "test" && <TestForm {...given} />}
      {form === "certificate" && <CertificateForm {...given} />}
    </div>
  );
}
