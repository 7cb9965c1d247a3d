import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { useSend } from "../api/send";
import { sayMoment, sayNearDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { keepDesk, keptDesk } from "../offline/desk";
import { keepPages } from "../offline/worker";
import { Empty } from "../parts/Empty";
import { Failed } from "../parts/Failed";
import page from "../parts/ListPage.module.css";
import { tell } from "../parts/tell";
import { useSession } from "../session/viewer";
import { AddPerson } from "./AddPerson";
import { OUTCOMES } from "./names";
import { outcomeOf, SessionChild, undoOf } from "./SessionChild";
import { isPast, SessionLot, useSessionLot } from "./SessionLot";
import classes from "./SessionPage.module.css";
import { type Purpose, SessionPurpose } from "./SessionPurpose";
import {
  CloseSession,
  type Session,
  SessionChanged,
  SessionOf,
  type SessionPerson,
  TakenBack,
} from "./session-operations";
import { UnsentNotice } from "./UnsentNotice";
import { useSessionSteps } from "./use-session-steps";
import { useSlowKeys } from "./use-slow-key";
import { useWholeList } from "./use-whole-list";

/** A whole class on one screen: the lot once, then one tap a child; it goes on while the network is away. */
export function SessionPage() {
  const { t } = useLingui();
  const { sessionId } = useParams({ from: "/sessions/$sessionId" });
  const [{ data, error, fetching }, ask] = useQuery({
    query: SessionOf,
    variables: { id: sessionId },
    requestPolicy: "cache-and-network",
  });
  const [{ data: changed }] = useSubscription({ query: SessionChanged, variables: { id: sessionId } });
  useEffect(() => {
    if (changed) ask({ requestPolicy: "network-only" });
  }, [changed, ask]);
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  useEffect(() => {
    keepPages();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [again]);
  const desk = !data && error?.networkError ? keptDesk() : null;
  const kept = desk?.session.id === sessionId ? desk : null;
  const session = data?.immunizationSession ?? kept?.session;
  if (session) return <SessionDesk session={session} kept={kept?.rest} key={sessionId} onAgain={again} />;
  if (error) return <Failed error={error} onAgain={again} />;
  if (fetching) return <Skeleton height={320} m="md" />;
  return <Empty title={t`There is no such session here`}>{t`The link may be old, or it is another clinic's.`}</Empty>;
}

interface DeskProps {
  session: Session;
  /** Who stands behind the first fifty, where the network cannot say. */
  kept: SessionPerson[] | undefined;
  onAgain(): void;
}

function SessionDesk({ session, kept, onAgain }: DeskProps) {
  const { viewer } = useSession();
  const read = useWholeList(session);
  const rest = kept ?? read;
  useEffect(() => {
    if (!kept) keepDesk(viewer, session, rest);
  }, [kept, viewer, session, rest]);
  const steps = useSessionSteps(session.id);
  const lots = useSessionLot(session);
  const { lot } = lots;
  // What was sent has found the network: so can the list.
  useEffect(() => {
    if (kept && steps.settled) onAgain();
  }, [kept, steps.settled, onAgain]);
  const [active, setActive] = useState(-1);
  const [purpose, setPurpose] = usePurpose(session.id);
  // What was said of one child of an outbreak is said of the next.
  const [reason, setReason] = useState("");
  const open = !session.closedAt && session.availableActions.includes("RECORD_DOSE");
  const rows = [...session.people.nodes, ...rest].map((person) => ({
    person,
    step: steps.lastOf(person.patient?.id ?? ""),
  }));
  const pending = steps.unsent.filter(({ what, lotId }) => what === "GIVE" && lotId === lot?.id).length;
  const left = (lot?.dosesLeft ?? 0) - pending;
  const usable = lot && !isPast(lot) && left > 0 ? lot : null;
  const give = (patientId: string | undefined) =>
    patientId && usable && steps.doIt({ patientId, what: "GIVE", outcome: "GIVEN", lotId: usable.id, purpose });

  const row = rows[active];
  const waiting = row && open && !outcomeOf(row.person, row.step) ? row.person.patient?.id : undefined;
  const on = (act: (id: string) => void) => (waiting ? () => act(waiting) : undefined);
  useSlowKeys({
    KeyJ: () => setActive(Math.min(active + 1, rows.length - 1)),
    KeyK: () => setActive(Math.max(active - 1, 0)),
    KeyG: on(give),
    KeyA: on((patientId) => steps.doIt({ patientId, what: "MARK", outcome: "ABSENT" })),
    KeyR: on((patientId) => steps.doIt({ patientId, what: "MARK", outcome: "REFUSED" })),
    KeyU: row && open && outcomeOf(row.person, row.step) ? () => undoOf(row.person, row.step, steps) : undefined,
  });
  return (
    <div className={classes.page}>
      <Head session={session} open={open} unsent={steps.unsent.length} />
      {open && <SessionLot {...lots} left={left} />}
      {open && <SessionPurpose value={purpose} onChange={setPurpose} />}
      <UnsentNotice unsent={steps.unsent} />
      <Counts outcomes={rows.map(({ person, step }) => outcomeOf(person, step))} />
      <ol className={classes.children}>
        {rows.map(({ person, step }, index) => (
          <SessionChild
            key={person.id}
            person={person}
            step={step}
            steps={steps}
            active={index === active}
            open={open}
            lotId={usable?.id ?? null}
            sessionId={session.id}
            reason={reason}
            onReason={setReason}
            onChoose={() => setActive(index)}
            onGive={() => give(person.patient?.id)}
          />
        ))}
      </ol>
      {session.availableActions.includes("UPDATE") && <AddPerson sessionId={session.id} onAdded={onAgain} />}
      {open && (
        <p className={classes.keys}>
          <kbd>J</kbd> <kbd>K</kbd> <Trans>row</Trans> · <kbd>G</kbd> <Trans>given</Trans> · <kbd>A</kbd>{" "}
          <Trans>absent</Trans> · <kbd>R</kbd> <Trans>refused</Trans> · <kbd>U</kbd> <Trans>undo</Trans>
        </p>
      )}
      <Trail sessionId={session.id} settled={steps.settled} />
    </div>
  );
}

/** Chosen once for the session: a reload, also without a network, keeps it. */
function usePurpose(sessionId: string) {
  return useSessionStorage<Purpose>({
    key: `emhana.purpose.${sessionId}`,
    defaultValue: "ROUTINE",
    getInitialValueInEffect: false,
  });
}

function Head({ session, open, unsent }: { session: Session; open: boolean; unsent: number }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const [send, sending] = useSend(CloseSession);
  const close = async () => {
    const answer = (await send({ input: { sessionId: session.id, version: session.version } }))?.closeSession;
    if (answer && "message" in answer) void tell({ message: answer.message });
  };
  return (
    <header className={classes.head}>
      <div>
        <Link to="/sessions" className={classes.up}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {t`Sessions`}
        </Link>
        <h1 className={page.title}>{session.place}</h1>
        <p className={page.lead}>
          {session.vaccine.tradeName} · {sayNearDay(session.heldOn, language)}
          {session.closedAt && ` · ${t`closed`}`}
          {!session.vaccine.verified && ` · ${t`product data not yet verified`}`}
        </p>
      </div>
      {open && (
        <Button
          variant="default"
          onClick={close}
          loading={sending}
          disabled={unsent > 0}
        >{t`Close the session`}</Button>
      )}
    </header>
  );
}

/** How far it is, in words. */
function Counts({ outcomes }: { outcomes: (keyof typeof OUTCOMES | null)[] }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const count = (outcome: keyof typeof OUTCOMES | null) => outcomes.filter((one) => one === outcome).length;
  const told = (Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[])
    .filter((outcome) => count(outcome))
    .map((outcome) => `${i18n._(OUTCOMES[outcome])} ${count(outcome)}`);
  const waiting = count(null);
  return (
    <p className={`${classes.counts} figures`} role="status">
      {[t`on the list ${outcomes.length}`, waiting ? t`waiting ${waiting}` : t`nobody waits`, ...told].join(" · ")}
    </p>
  );
}

/** What was taken back stays on record, voided, with who and when. */
function Trail({ sessionId, settled }: { sessionId: string; settled: number }) {
  const [language] = useLanguage();
  const [{ data }, ask] = useQuery({
    query: TakenBack,
    variables: { sessionId },
    requestPolicy: "cache-and-network",
  });
  useEffect(() => {
    if (settled && navigator.onLine) ask({ requestPolicy: "network-only" });
  }, [settled, ask]);
  const doses = data?.doses.nodes ?? [];
  if (!doses.length) return null;
  return (
    <details className={classes.trail}>
      <summary>
        <Trans>Taken back</Trans> ({doses.length})
      </summary>
      <ul>
        {doses.map(({ id, patient, voidedAt, voidedBy }) => (
          <li key={id}>
            {[patient?.shortName, voidedAt && sayMoment(voidedAt, language), voidedBy].filter(Boolean).join(" · ")}
          </li>
        ))}
      </ul>
    </details>
  );
}
