import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import type { VariablesOf } from "../api/graphql";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { useNamed } from "../language/use-named";
import { ActForm, type Values } from "../parts/ActForm";
import rows from "../parts/Rows.module.css";
import { useAct } from "../parts/use-act";
import { useMay } from "../session/viewer";
import { OptIn, OptOut, type Wish } from "./choice";
import { REMINDER_CHANNELS, WISHED_BY } from "./names";

const stands = ({ endedAt }: Wish) => !endedAt;

/** Who wants no messages, since when and on whose word; what was taken back stays in sight. */
export function Wishes({ wishes }: { wishes: readonly Wish[] }) {
  const earlier = wishes.filter((wish) => !stands(wish));
  return (
    <>
      <ul className={rows.rows}>
        {wishes.filter(stands).map((wish) => (
          <WishRow key={wish.id} wish={wish} />
        ))}
      </ul>
      {earlier.length > 0 && (
        <details className={rows.earlier}>
          <summary>
            <Trans>Wishes taken back</Trans> ({earlier.length})
          </summary>
          <ul className={rows.rows}>
            {earlier.map((wish) => (
              <WishRow key={wish.id} wish={wish} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function WishRow({ wish }: { wish: Wish }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const mayChoose = useMay("CHOOSE_REMINDERS");
  const takeBack = useAct(OptIn, t`Reminders come again.`, () => undefined);
  const { id, channel, source, recordedAt, recordedBy, endedAt, endedBy } = wish;
  const way = channel && i18n._(REMINDER_CHANNELS[channel]);
  const since = [sayMoment(recordedAt, language), i18n._(WISHED_BY[source]), source === "STAFF" && recordedBy];
  const until = endedAt && [sayMoment(endedAt, language), endedBy].filter(Boolean).join(" · ");
  return (
    <li>
      <span>
        <strong>{way ? t`No reminders this way: ${way}` : t`No reminders at all`}</strong>{" "}
        <small>{since.filter(Boolean).join(" · ")}</small> {until && <small>{t`taken back: ${until}`}</small>}
      </span>
      {mayChoose && stands(wish) && (
        <Button size="compact-sm" variant="subtle" onClick={() => takeBack({ input: { optOutId: id } })}>
          <Trans>Take back</Trans>
        </Button>
      )}
    </li>
  );
}

/** Asks by which way nothing shall come; nothing to ask where none comes at all. */
export function OptOutForm({ personId, wishes }: { personId: string; wishes: readonly Wish[] }) {
  const { t } = useLingui();
  const named = useNamed();
  const mayChoose = useMay("CHOOSE_REMINDERS");
  const [open, setOpen] = useState(false);
  const act = useAct(OptOut, t`The wish is on record: nothing more leaves this way.`, () => setOpen(false));
  if (!mayChoose || wishes.some((wish) => stands(wish) && !wish.channel && !wish.kind)) return null;
  const options = [{ value: "ALL", label: t`none at all` }, ...named(REMINDER_CHANNELS)];
  const send = ({ channel }: Values) => {
    const input = { patientId: personId, channel: channel === "ALL" ? null : channel };
    return act({ input: input as VariablesOf<typeof OptOut>["input"] });
  };
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        <Trans>No reminders</Trans>
      </Button>
      {open && (
        <ActForm
          title={t`No reminders`}
          asked={[{ name: "channel", label: t`Which shall not come?`, kind: "choice", options, start: "ALL" }]}
          submit={t`Record`}
          onSubmit={send}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
