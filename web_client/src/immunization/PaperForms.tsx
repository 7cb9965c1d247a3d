import { useLingui } from "@lingui/react/macro";
import type { VariablesOf } from "../api/graphql";
import { today } from "../language/dates";
import { useNamed } from "../language/use-named";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { ReportEvent } from "./adverse-event";
import { useGroupChoices } from "./choices";
import { kept } from "./DoseForm";
import { GROUNDS, SEVERITIES, SIGNERS, TESTS } from "./names";
import { Defer, RecordConsent, RecordRefusal, RecordTest } from "./papers";

interface Props {
  personId: string;
  /** The vaccine group that the step is likely about. */
  group?: string;
  onClose(): void;
}

function usePaperFields(group: string | undefined): Asked[] {
  const { t } = useLingui();
  const named = useNamed();
  const groups = useGroupChoices();
  return [
    { name: "vaccineGroup", label: t`Which vaccine?`, kind: "select", options: groups, start: group, needed: true },
    { name: "signedBy", label: t`Who signed?`, kind: "choice", options: named(SIGNERS), start: "MOTHER" },
    { name: "writtenOn", label: t`Day of the paper`, kind: "day", start: today(), needed: true },
    { name: "document", label: t`Its number`, kind: "text" },
  ];
}

export function RefusalForm({ personId, group, onClose }: Props) {
  const { t } = useLingui();
  const named = useNamed();
  const [vaccine, signer, ...rest] = usePaperFields(group);
  const act = useAct(RecordRefusal, t`The refusal is on record; it can be revoked any day.`, onClose);
  const grounds: Asked = { name: "ground", label: t`Why?`, kind: "select", options: named(GROUNDS), needed: true };
  const asked = [vaccine, grounds, signer, ...rest].filter((field) => field !== undefined);
  const send = (values: Values) =>
    act({ input: { patientId: personId, ...kept(values) } as VariablesOf<typeof RecordRefusal>["input"] });
  return <ActForm title={t`Written refusal`} asked={asked} submit={t`Record`} onSubmit={send} onClose={onClose} />;
}

export function ConsentForm({ personId, group, onClose }: Props) {
  const { t } = useLingui();
  const asked = usePaperFields(group);
  const act = useAct(RecordConsent, t`The consent is on record.`, onClose);
  const send = (values: Values) =>
    act({ input: { patientId: personId, ...kept(values) } as VariablesOf<typeof RecordConsent>["input"] });
  return <ActForm title={t`Written consent`} asked={asked} submit={t`Record`} onSubmit={send} onClose={onClose} />;
}

export function DeferralForm({ personId, group, onClose }: Props) {
  const { t } = useLingui();
  const groups = useGroupChoices();
  const act = useAct(Defer, t`Deferred. What is due waits until then.`, onClose);
  const asked: Asked[] = [
    {
      name: "vaccineGroup",
      label: t`Which vaccine?`,
      kind: "select",
      options: groups,
      start: group,
      description: t`Empty: all of them.`,
    },
    { name: "reason", label: t`Medical reason`, kind: "text", needed: true },
    { name: "until", label: t`Until`, kind: "day", description: t`Empty: for good; then a commission decides.` },
    { name: "commission", label: t`Commission`, kind: "text" },
  ];
  const send = ({ vaccineGroup, ...values }: Values) => {
    const vaccineGroups = vaccineGroup ? [vaccineGroup] : null;
    const input = { patientId: personId, ...kept(values), vaccineGroups };
    return act({ input: input as VariablesOf<typeof Defer>["input"] });
  };
  return <ActForm title={t`Defer`} asked={asked} submit={t`Defer`} onSubmit={send} onClose={onClose} />;
}

export function TestForm({ personId, onClose }: Props) {
  const { t } = useLingui();
  const named = useNamed();
  const act = useAct(RecordTest, t`The test is on record; read it after 72 hours.`, onClose);
  const asked: Asked[] = [
    { name: "kind", label: t`Test`, kind: "choice", options: named(TESTS), start: "MANTOUX" },
    { name: "madeOn", label: t`Made on`, kind: "day", start: today(), needed: true },
  ];
  const send = (values: Values) =>
    act({ input: { patientId: personId, ...kept(values) } as VariablesOf<typeof RecordTest>["input"] });
  return <ActForm title={t`Tuberculin test`} asked={asked} submit={t`Record`} onSubmit={send} onClose={onClose} />;
}

export function EventForm({ doseId, onClose }: { doseId: string; onClose(): void }) {
  const { t } = useLingui();
  const named = useNamed();
  const act = useAct(ReportEvent, t`On record. A severe one must be told to the authorities.`, onClose);
  const asked: Asked[] = [
    { name: "severity", label: t`How severe?`, kind: "choice", options: named(SEVERITIES), start: "MILD" },
    { name: "description", label: t`What happened?`, kind: "text", needed: true },
    { name: "beganOn", label: t`Began on`, kind: "day", start: today(), needed: true },
  ];
  const send = (values: Values) =>
    act({ input: { doseId, ...kept(values) } as VariablesOf<typeof ReportEvent>["input"] });
  return <ActForm title={t`Adverse event`} asked={asked} submit={t`Report`} onSubmit={send} onClose={onClose} />;
}
