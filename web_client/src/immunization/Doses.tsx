import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { useSend } from "../api/send";
import { sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { AskReason } from "../parts/AskReason";
import { AdverseEvents } from "./AdverseEvents";
import { CorrectDoseForm } from "./DoseForm";
import { VoidDose } from "./dose";
import classes from "./Immunization.module.css";
import { PURPOSES, SITES, SOURCES } from "./names";
import { EventForm } from "./PaperForms";
import type { DoseRecord, JudgedDose } from "./record";
import { Why } from "./Why";

/** What was given, the latest first, each with its verdict and what can be done about the record. */
export function Doses({ doses }: { doses: JudgedDose[] }) {
  const { t } = useLingui();
  const latest = doses.toSorted((one, other) => other.givenOn.localeCompare(one.givenOn));
  return (
    <>
      <h4 className={classes.sub}>{t`Given`}</h4>
      {latest.length ? (
        <ol className={classes.list}>
          {latest.map((dose, index) => (
            <DoseRow key={dose.dose?.id ?? `${dose.vaccine.code} ${dose.givenOn} ${index}`} judged={dose} />
          ))}
        </ol>
      ) : (
        <p className={classes.quietly}>
          {t`No dose is on record. Earlier ones can be entered from the person's papers.`}
        </p>
      )}
    </>
  );
}

function DoseRow({ judged: { givenOn, counts, vaccine, verdicts, dose } }: { judged: JudgedDose }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const Icon = counts ? IconCircleCheck : IconCircleX;
  const facts = dose && [
    dose.vaccine?.tradeName,
    dose.series && t`series ${dose.series}`,
    dose.site && i18n._(SITES[dose.site]),
    i18n._(SOURCES[dose.source]),
    dose.purpose === "EPIDEMIC" && i18n._(PURPOSES.EPIDEMIC),
    dose.clinic.name,
    dose.givenBy?.shortName,
  ];
  return (
    <li>
      <span>
        <span className={classes.what}>{vaccine.name}</span> {sayFullDay(givenOn, language)}
        <br />
        <span className={classes.quietly}>{facts?.filter(Boolean).join(" · ")}</span>
      </span>
      <span className={classes.state} data-meaning={counts ? "good" : "attention"}>
        <Icon size={14} stroke={1.75} aria-hidden />
        {counts ? t`counts` : t`does not count`}
      </span>
      {dose?.overrideReason && (
        <p className={classes.quietly} style={{ margin: 0 }}>
          {t`Given against advice`}: {dose.overrideReason}
        </p>
      )}
      <Why told={verdicts.map(({ explanation }) => explanation)} />
      {dose && <AdverseEvents events={dose.adverseEvents} />}
      {dose && <DoseActs dose={dose} />}
    </li>
  );
}

function DoseActs({ dose }: { dose: DoseRecord }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<"correct" | "event" | null>(null);
  const [sendVoid] = useSend(VoidDose);
  const can = dose.availableActions;
  const close = () => setOpen(null);
  const voided = async (reason: string) => {
    const answer = (await sendVoid({ input: { doseId: dose.id, version: dose.version, reason } }))?.voidDose;
    return answer && "message" in answer ? answer.message : null;
  };
  if (!can.length) return null;
  return (
    <div className={classes.row}>
      {can.includes("CORRECT") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen("correct")}>{t`Correct`}</Button>
      )}
      {can.includes("REPORT_ADVERSE_EVENT") && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen("event")}>{t`Adverse event`}</Button>
      )}
      {can.includes("VOID") && (
        <AskReason title={t`Void the record`} question={t`Why was it a mistake?`} onReason={voided}>
          {(ask) => <Button size="compact-sm" variant="subtle" onClick={ask}>{t`Void`}</Button>}
        </AskReason>
      )}
      {open === "correct" && <CorrectDoseForm dose={dose} onClose={close} />}
      {open === "event" && <EventForm doseId={dose.id} onClose={close} />}
    </div>
  );
}
