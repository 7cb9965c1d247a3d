import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button, Drawer } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { sayMoment, shortDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import dialog from "../parts/Dialog.module.css";
import rows from "../parts/Rows.module.css";
import classes from "./Immunization.module.css";
import { CorrectStockForm, WriteOffForm } from "./LotForms";
import { MOVEMENTS } from "./names";

const LotBookOf = graphql(`
  query LotBookOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on VaccineLot {
        id
        series
        expiresOn
        dosesLeft
        availableActions
        vaccine { id tradeName }
        movements { id kind change reason movedAt movedBy }
      }
    }
  }
`);

/** A lot's book beside the list: what came, what went, why and by whom; the latest first. */
export function LotBook({ lotId, onClose }: { lotId: string; onClose(): void }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { i18n } = useRuntime();
  const [form, setForm] = useState<"off" | "correct" | null>(null);
  const [{ data }] = useQuery({ query: LotBookOf, variables: { id: lotId }, requestPolicy: "cache-and-network" });
  const lot = data?.node?.__typename === "VaccineLot" ? data.node : null;
  const can = lot?.availableActions ?? [];
  const series = lot?.series ?? "";
  const until = lot ? shortDay(lot.expiresOn) : "";
  const dosesLeft = lot?.dosesLeft ?? 0;
  const close = () => setForm(null);
  return (
    <Drawer.Root opened onClose={onClose} position="right">
      <Drawer.Overlay />
      <Drawer.Content aria-label={t`Lot`}>
        <div className={dialog.head}>
          <Drawer.Title>{lot ? `${lot.vaccine.tradeName} · ${series}` : t`Lot`}</Drawer.Title>
          <Drawer.CloseButton aria-label={t`Close`} />
        </div>
        <Drawer.Body>
          {lot && (
            <>
              <p className={classes.quietly}>
                {t`${dosesLeft} left`} · {t`good until ${until}`}
              </p>
              <div className={classes.row}>
                {can.includes("CORRECT_STOCK") && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => setForm("correct")}
                  >{t`Correct the stock`}</Button>
                )}
                {can.includes("WRITE_OFF") && (
                  <Button size="compact-sm" variant="default" onClick={() => setForm("off")}>{t`Write off`}</Button>
                )}
              </div>
              <ol className={rows.rows} aria-label={t`Movements`}>
                {lot.movements.toReversed().map(({ id, kind, change, reason, movedAt, movedBy }) => (
                  <li key={id}>
                    <span>
                      {i18n._(MOVEMENTS[kind])}{" "}
                      <strong className="figures">{change > 0 ? `+${change}` : `−${-change}`}</strong>
                      {reason && <small> {reason}</small>}
                    </span>
                    <small className="figures">
                      {[sayMoment(movedAt, language), movedBy].filter(Boolean).join(" · ")}
                    </small>
                  </li>
                ))}
              </ol>
            </>
          )}
          {lot && form === "off" && <WriteOffForm lot={lot} onClose={close} />}
          {lot && form === "correct" && <CorrectStockForm lot={lot} onClose={close} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
