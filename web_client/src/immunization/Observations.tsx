import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { sayFullDay, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { useNamed } from "../language/use-named";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { kept } from "./DoseForm";
import classes from "./Immunization.module.css";
import { OBSERVATIONS } from "./names";
import { EndObservation, ObservationsOf, type Observed, RecordObservation, VoidObservation } from "./observation";

/** What rules ask for beside doses. What is confidential stays covered until it is asked for, and never on paper. */
export function Observations({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data }] = useQuery({
    query: ObservationsOf,
    variables: { id: personId },
    requestPolicy: "cache-and-network",
  });
  const found = data?.node?.__typename === "Patient" ? data.node.observations : [];
  if (!found.length) return null;
  const stands = ({ endedOn, voidedAt }: Observed) => !endedOn && !voidedAt;
  const earlier = found.filter((one) => !stands(one));
  return (
    <div className="not-on-paper">
      <h4 className={classes.sub}>{t`What bears on vaccines`}</h4>
      <ul className={classes.list}>
        {found.filter(stands).map((one) => (
          <ObservationRow key={one.id} observed={one} />
        ))}
      </ul>
      {earlier.length > 0 && (
        <details className={classes.why}>
          <summary>
            <Trans>Over, or recorded by mistake</Trans> ({earlier.length})
          </summary>
          <ul className={classes.list}>
            {earlier.map((one) => (
              <ObservationRow key={one.id} observed={one} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function ObservationRow({ observed }: { observed: Observed }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const [shown, setShown] = useState(!observed.confidential);
  const [open, setOpen] = useState<"end" | "void" | null>(null);
  const { id, version, kind, since, note, recordedBy, endedOn, voidedAt, voidReason, availableActions } = observed;
  const ended = endedOn && sayFullDay(endedOn, language);
  const facts = [sayFullDay(since, language), recordedBy, ended && t`over since ${ended}`, voidedAt && t`a mistake`];
  const said = shown ? [...facts, note, voidReason] : facts;
  return (
    <li>
      <span>
        <span className={classes.what}>{shown ? i18n._(OBSERVATIONS[kind]) : t`confidential`}</span>
        <br />
        <span className={classes.quietly}>{said.filter(Boolean).join(" · ")}</span>
      </span>
      {!shown && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconLock size={14} stroke={1.75} aria-hidden />}
          onClick={() => setShown(true)}
        >
          <Trans>Uncover</Trans>
        </Button>
      )}
      {shown && availableActions.includes("END") && (
        <span className={classes.row}>
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen("end")}>{t`It is over`}</Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen("void")}>{t`Void`}</Button>
        </span>
      )}
      {open && <ChangeForm id={id} version={version} what={open} onClose={() => setOpen(null)} />}
    </li>
  );
}

interface ChangeProps {
  id: string;
  version: number;
  what: "end" | "void";
  onClose(): void;
}

function ChangeForm({ id, version, what, onClose }: ChangeProps) {
  const { t } = useLingui();
  const end = useAct(EndObservation, t`It is over; the plan is new.`, onClose);
  const void_ = useAct(VoidObservation, t`Void; that it was recorded stays.`, onClose);
  const ends = what === "end";
  const asked: Asked = ends
    ? { name: "endedOn", label: t`Since which day?`, kind: "day", start: today(), needed: true }
    : { name: "reason", label: t`Why was it a mistake?`, kind: "text", needed: true };
  const send = ({ endedOn, reason = "" }: Values) =>
    ends
      ? end({ input: { observationId: id, version, endedOn } })
      : void_({ input: { observationId: id, version, reason } });
  return (
    <ActForm
      title={ends ? t`It is over` : t`Void the record`}
      asked={[asked]}
      submit={ends ? t`Record` : t`Void`}
      onSubmit={send}
      onClose={onClose}
    />
  );
}

export function ObservationForm({ personId, onClose }: { personId: string; onClose(): void }) {
  const { t } = useLingui();
  const named = useNamed();
  const act = useAct(RecordObservation, t`On record; the plan is new.`, onClose);
  const asked: Asked[] = [
    { name: "kind", label: t`What is it?`, kind: "select", options: named(OBSERVATIONS), needed: true },
    { name: "since", label: t`Since which day?`, kind: "day", start: today(), needed: true },
    { name: "note", label: t`What it rests on`, kind: "text" },
  ];
  const send = (values: Values) =>
    act({ input: { patientId: personId, ...kept(values) } as VariablesOf<typeof RecordObservation>["input"] });
  return (
    <ActForm
      title={t`What bears on vaccines`}
      lead={t`Only what a rule of the calendar asks for. Nurses and doctors of your clinic see it, and the person.`}
      asked={asked}
      submit={t`Record`}
      onSubmit={send}
      onClose={onClose}
    />
  );
}
