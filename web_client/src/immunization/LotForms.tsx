import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { graphql } from "../api/graphql";
import { ActForm, type Asked, type Values } from "./ActForm";
import { kept } from "./DoseForm";
import { useAct } from "./use-act";

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

export function WriteOffForm({
  lot,
  onClose,
}: {
  lot: { id: string; series: string; dosesLeft: number };
  onClose(): void;
}) {
  const { t } = useLingui();
  const act = useAct(WriteOff, t`Written off.`, onClose);
  const asked: Asked[] = [
    { name: "doses", label: t`How many doses?`, kind: "number", start: String(lot.dosesLeft), needed: true },
    { name: "reason", label: t`Why?`, kind: "text", needed: true },
  ];
  const send = ({ doses, reason = "" }: Values) => act({ input: { lotId: lot.id, doses: Number(doses), reason } });
  const series = lot.series;
  return (
    <ActForm
      title={t`Write off: series ${series}`}
      asked={asked}
      submit={t`Write off`}
      onSubmit={send}
      onClose={onClose}
    />
  );
}

/** Asks what was counted; the difference is what goes on record, so a dose given meanwhile is not lost. */
export function CorrectStockForm({ lot, onClose }: { lot: { id: string; dosesLeft: number }; onClose(): void }) {
  const { t } = useLingui();
  const act = useAct(CorrectStock, t`Corrected.`, onClose);
  const asked: Asked[] = [
    {
      name: "counted",
      label: t`How many are really there?`,
      kind: "number",
      start: String(lot.dosesLeft),
      needed: true,
    },
    { name: "reason", label: t`Why is it different?`, kind: "text", needed: true },
  ];
  const send = ({ counted, reason = "" }: Values) =>
    act({ input: { lotId: lot.id, change: Number(counted) - lot.dosesLeft, reason } });
  return <ActForm title={t`Correct the stock`} asked={asked} submit={t`Correct`} onSubmit={send} onClose={onClose} />;
}
