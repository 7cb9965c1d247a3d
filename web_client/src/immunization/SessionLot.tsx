import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { headers } from "../api/client";
import { shortDay, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Notice } from "../parts/Notice";
import { Refused } from "../parts/Refused";
import { type Lot, UsableLots } from "./lot";
import { ChooseLot, type Session } from "./session-operations";
import { useLotScanner } from "./use-lot-scanner";

export type SessionLotOf = NonNullable<Session["lot"]>;

export const isPast = ({ expiresOn }: Pick<Lot, "expiresOn">) => expiresOn < today();

/** The lot of the session: scanned or chosen once; what is expired or empty is refused with its reason. */
export function useSessionLot(session: Session) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const client = useClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const [{ data }] = useQuery({
    query: UsableLots,
    variables: { filter: { vaccineId: session.vaccine.id } },
    requestPolicy: "cache-and-network",
  });
  const lots: SessionLotOf[] = data?.vaccineLots.nodes ?? (session.lot ? [session.lot] : []);
  const lot = lots.find(({ id }) => id === (chosen ?? session.lot?.id)) ?? null;

  const choose = (next: SessionLotOf) => {
    const until = shortDay(next.expiresOn);
    const series = next.series;
    if (isPast(next)) return setProblem(t`Lot ${series} expired on ${until}: nobody is given it. Take another box.`);
    if (next.dosesLeft <= 0) return setProblem(t`Lot ${series} has no doses left on record. Receive it first.`);
    setProblem("");
    setChosen(next.id);
    if (!navigator.onLine) return;
    const options = { fetchOptions: { headers: headers(language, crypto.randomUUID()) } };
    const input = { sessionId: session.id, version: session.version, lotId: next.id };
    void client.mutation(ChooseLot, { input }, options).toPromise();
  };
  useLotScanner(({ series, expiresOn }) => {
    const found = lots.find((one) => one.series.toUpperCase() === series);
    if (found) return choose(found);
    const name = session.vaccine.tradeName;
    setProblem(
      expiresOn && expiresOn < today()
        ? t`This box has expired. Take another.`
        : t`Series ${series} of ${name} is not in the refrigerator's list. Receive it under Lots, or take another box.`,
    );
  });
  return { lot, lots, problem, choose };
}

interface Props extends ReturnType<typeof useSessionLot> {
  left: number;
}

export function SessionLot({ lot, lots, problem, choose, left }: Props) {
  const { t } = useLingui();
  const say = ({ series, expiresOn }: SessionLotOf) => {
    const until = shortDay(expiresOn);
    return `${series} · ${t`until ${until}`}`;
  };
  return (
    <div>
      <Select
        label={t`Lot of the session`}
        description={t`Scan the box once, or choose.`}
        placeholder={t`Scan the box`}
        data={lots.map((one) => ({
          value: one.id,
          label: say(one) + (isPast(one) ? ` · ${t`expired`}` : one.dosesLeft <= 0 ? ` · ${t`empty`}` : ""),
        }))}
        value={lot?.id ?? null}
        onChange={(id) => {
          const next = lots.find((one) => one.id === id);
          if (next) choose(next);
        }}
        maw="22rem"
      />
      {lot && <small>{t`${left} left`}</small>}
      <Refused>{problem}</Refused>
      {!problem && lot && isPast(lot) && (
        <Notice meaning="attention">{t`This lot has expired: no dose of it is given. Scan another box.`}</Notice>
      )}
      {!problem && lot && !isPast(lot) && left <= 0 && (
        <Notice meaning="attention">{t`This lot is empty. Scan another box.`}</Notice>
      )}
    </div>
  );
}
