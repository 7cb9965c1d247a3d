import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { graphql } from "../api/graphql";
import { ActForm, type Answer, type Asked, type Values } from "../parts/ActForm";
import { useAct } from "../parts/use-act";
import { kept } from "./DoseForm";

const VaccineChoices = graphql(`
  query VaccineChoices {
    vaccines(first: 100) { nodes { id tradeName name } }
  }
`);

const ReceiveLot = graphql(`
  mutation ReceiveLot($input: ReceiveLotInput!) {
    receiveLot(input: $input) {
      __typename
      ... on VaccineLot { id version dosesLeft }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

const WriteOff = graphql(`
  mutation WriteOffDoses($input: WriteOffDosesInput!) {
    writeOffDoses(input: $input) {
      __typename
      ... on VaccineLot { id version dosesLeft usable }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

const CorrectStock = graphql(`
  mutation CorrectStock($input: CorrectStockInput!) {
    correctStock(input: $input) {
      __typename
      ... on VaccineLot { id version dosesLeft usable }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

export function ReceiveLotForm({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: VaccineChoices });
  const act = useAct(ReceiveLot, t`The lot is on record.`, onClose);
  if (!data) return null;
  const vaccines = data.vaccines.nodes.map(({ id, tradeName, name }) => ({
    value: id,
    label: `${tradeName} · ${name}`,
  }));
  const asked: Asked[] = [
    { name: "vaccineId", label: t`Vaccine`, kind: "select", options: vaccines, needed: true },
    { name: "series", label: t`Series`, description: t`As printed on the box.`, kind: "text", needed: true },
    { name: "expiresOn", label: t`Good until`, kind: "day", needed: true },
    { name: "doses", label: t`Doses`, kind: "number", needed: true },
    { name: "reason", label: t`Delivery note`, kind: "text" },
  ];
  const send = ({ doses, ...values }: Values) => {
    const input = { ...kept(values), doses: Number(doses) } as VariablesOf<typeof ReceiveLot>["input"];
    return act({ input });
  };
  return <ActForm title={t`Receive a lot`} asked={asked} submit={t`Receive`} onSubmit={send} onClose={onClose} />;
}

interface LotOf {
  lot: { id: string; series: string; dosesLeft: number };
  onClose(): void;
}

interface Counting {
  title: string;
  howMany: string;
  why: string;
  submit: string;
  /** What the form begins with. */
  start: number;
  onCount(count: number, reason: string): Promise<Answer | null>;
  onClose(): void;
}

/** A number of doses and the reason for it. */
function CountForm({ title, howMany, why, submit, start, onCount, onClose }: Counting) {
  const asked: Asked[] = [
    { name: "count", label: howMany, kind: "number", start: String(start), needed: true },
    { name: "reason", label: why, kind: "text", needed: true },
  ];
  const send = ({ count, reason = "" }: Values) => onCount(Number(count), reason);
  return <ActForm title={title} asked={asked} submit={submit} onSubmit={send} onClose={onClose} />;
}

export function WriteOffForm({ lot: { id: lotId, series, dosesLeft }, onClose }: LotOf) {
  const { t } = useLingui();
  const act = useAct(WriteOff, t`Written off.`, onClose);
  return (
    <CountForm
      title={t`Write off: series ${series}`}
      howMany={t`How many doses?`}
      why={t`Why?`}
      submit={t`Write off`}
      start={dosesLeft}
      onCount={(doses, reason) => act({ input: { lotId, doses, reason } })}
      onClose={onClose}
    />
  );
}

/** Asks what was counted; the difference is what goes on record, so a dose given meanwhile is not lost. */
export function CorrectStockForm({ lot: { id: lotId, dosesLeft }, onClose }: LotOf) {
  const { t } = useLingui();
  const act = useAct(CorrectStock, t`Corrected.`, onClose);
  return (
    <CountForm
      title={t`Correct the stock`}
      howMany={t`How many are really there?`}
      why={t`Why is it different?`}
      submit={t`Correct`}
      start={dosesLeft}
      onCount={(counted, reason) => act({ input: { lotId, change: counted - dosesLeft, reason } })}
      onClose={onClose}
    />
  );
}
