import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { shortDay, today } from "../language/dates";
import { useNamed } from "../language/use-named";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { CorrectDose, RecordDose } from "./dose";
import { type Lot, UsableLots } from "./lot";
import { PURPOSES, ROUTES, SITES, SOURCES } from "./names";
import type { DoseRecord, Forecast } from "./record";
import { VaccineKinds } from "./vaccine";

interface Props {
  personId: string;
  forecasts: Forecast[];
  onClose(): void;
}

/** Whether the dose belongs to the calendar: one that an outbreak asked for moves nothing of it. */
function usePurpose(): Asked {
  const { t } = useLingui();
  const named = useNamed();
  return { name: "purpose", label: t`On what grounds`, kind: "choice", options: named(PURPOSES), start: "ROUTINE" };
}

type RecordInput = VariablesOf<typeof RecordDose>["input"];

/** The lots of the refrigerator as choices; what cannot be used stays in sight and says why. */
function useLotChoices() {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: UsableLots, variables: { filter: {} }, requestPolicy: "cache-and-network" });
  const lots = data?.vaccineLots.nodes;
  const say = ({ vaccine, series, expiresOn, dosesLeft, usable }: Lot) => {
    const until = shortDay(expiresOn);
    const left = usable ? t`${dosesLeft} left` : dosesLeft > 0 ? t`expired` : t`empty`;
    return `${vaccine.tradeName} · ${series} · ${t`until ${until}`} · ${left}`;
  };
  const choices = (lots ?? [])
    .toSorted((one, other) => Number(other.usable) - Number(one.usable))
    .map((lot) => ({ value: lot.id, label: say(lot), disabled: !lot.usable }));
  return { lots, choices };
}

/** The lot that fits what is due, and expires first. */
function likelyLot(lots: Lot[], forecasts: Forecast[]): Lot | undefined {
  const due = forecasts
    .filter(({ actOn }) => actOn && actOn <= today())
    .flatMap(({ vaccines }) => vaccines.map(({ code }) => code));
  return lots.find(({ usable, vaccine }) => usable && due.includes(vaccine.code));
}

export function DoseForm({ personId, forecasts, onClose }: Props) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const named = useNamed();
  const { lots, choices } = useLotChoices();
  const purpose = usePurpose();
  const act = useAct(RecordDose, t`The dose is on record.`, onClose);
  if (!lots) return null;
  const likely = likelyLot(lots, forecasts);
  const asked: Asked[] = [
    { name: "lotId", label: t`Vaccine and lot`, kind: "select", options: choices, start: likely?.id, needed: true },
    { name: "site", label: t`Where on the body`, kind: "choice", options: named(SITES), start: "LEFT_ARM" },
    {
      name: "route",
      label: t`How`,
      kind: "select",
      options: named(ROUTES),
      description: likely?.vaccine.route
        ? t`Empty: as the product says (${i18n._(ROUTES[likely.vaccine.route])}).`
        : t`Empty: as the product says.`,
    },
    { name: "givenOn", label: t`Given on`, kind: "day", start: today(), needed: true },
    purpose,
  ];
  const send = (values: Values, reason: string | null) =>
    act({ input: { patientId: personId, ...kept(values), override: reason ? { reason } : null } as RecordInput });
  return <ActForm title={t`Record a dose`} asked={asked} submit={t`Record`} onSubmit={send} onClose={onClose} />;
}

/** A dose from a paper, from abroad, or only told: by the kind of vaccine, without a lot. */
export function EarlierDoseForm({ personId, onClose }: Omit<Props, "forecasts">) {
  const { t } = useLingui();
  const named = useNamed();
  const [{ data }] = useQuery({ query: VaccineKinds });
  const purpose = usePurpose();
  const act = useAct(RecordDose, t`The dose is on record.`, onClose);
  const kinds = (data?.vaccineKinds ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const sources = named(SOURCES).filter(({ value }) => value !== "GIVEN_HERE");
  const asked: Asked[] = [
    { name: "code", label: t`Vaccine`, kind: "select", options: kinds, needed: true },
    { name: "givenOn", label: t`Given on`, kind: "day", needed: true },
    { name: "source", label: t`How is it known?`, kind: "choice", options: sources, start: "RECORDED_FROM_PAPER" },
    { name: "series", label: t`Series`, kind: "text" },
    { name: "place", label: t`Where it was given`, kind: "text" },
    purpose,
  ];
  const send = (values: Values, reason: string | null) =>
    act({ input: { patientId: personId, ...kept(values), override: reason ? { reason } : null } as RecordInput });
  return (
    <ActForm title={t`Record an earlier dose`} asked={asked} submit={t`Record`} onSubmit={send} onClose={onClose} />
  );
}

export function CorrectDoseForm({ dose, onClose }: { dose: DoseRecord; onClose(): void }) {
  const { t } = useLingui();
  const named = useNamed();
  const { lots, choices } = useLotChoices();
  const purpose = usePurpose();
  const act = useAct(CorrectDose, t`Corrected; the record before it stays, voided.`, onClose);
  if (!lots) return null;
  const here = dose.source === "GIVEN_HERE";
  const asked: Asked[] = [
    { name: "givenOn", label: t`Given on`, kind: "day", start: dose.givenOn, needed: true },
    ...(here
      ? [{ name: "lotId", label: t`Vaccine and lot`, kind: "select" as const, options: choices, start: dose.lot?.id }]
      : [{ name: "series", label: t`Series`, kind: "text" as const, start: dose.series ?? "" }]),
    { name: "site", label: t`Where on the body`, kind: "select", options: named(SITES), start: dose.site ?? "" },
    { ...purpose, start: dose.purpose },
    { name: "reason", label: t`What was wrong?`, kind: "text", needed: true },
  ];
  const send = (values: Values, reason: string | null) => {
    const input = { doseId: dose.id, version: dose.version, ...kept(values), override: reason ? { reason } : null };
    return act({ input: input as VariablesOf<typeof CorrectDose>["input"] });
  };
  return <ActForm title={t`Correct the dose`} asked={asked} submit={t`Correct`} onSubmit={send} onClose={onClose} />;
}

/** What was left empty is not said at all. */
export function kept(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
}
