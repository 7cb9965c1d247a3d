import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type CombinedError, Provider } from "urql";
import { createApi } from "../api/client";
import { graphql } from "../api/graphql";
import type { Language } from "../language/language";
import { keptDesk } from "../offline/desk";
import { leaveNothing } from "../offline/worker";
import { watchActivity } from "./clock";
import { ConfirmIdentity } from "./confirm";
import { useClock } from "./use-clock";
import { Me, SessionContext, StillHere, type Viewer } from "./viewer";

const SignInPage = lazy(async () => ({ default: (await import("./SignInPage")).SignInPage }));
const Unreachable = lazy(async () => ({ default: (await import("./Unreachable")).Unreachable }));
const SignInDialog = lazy(async () => ({ default: (await import("./SignInDialog")).SignInDialog }));

const SessionWarning = lazy(async () => ({ default: (await import("./SessionWarning")).SessionWarning }));
const ConfirmDialog = lazy(async () => ({ default: (await import("./ConfirmDialog")).ConfirmDialog }));
const OwnPasswordPage = lazy(async () => ({ default: (await import("./OwnPasswordPage")).OwnPasswordPage }));

const SignOut = graphql(`
  mutation SignOut {
    signOut { ... on Done { ok } ... on Refused { message } }
  }
`);

const SetLanguage = graphql(`
  mutation SetLanguage($input: SetLanguageInput!) {
    setLanguage(input: $input) { ... on Done { ok } ... on Refused { message } }
  }
`);

const ENUM = { kk: "KK", ru: "RU", en: "EN" } as const;

/** Who is signed in. Without a session there is the sign-in page; when one ends midway, a dialog over the untouched page. */
export function SessionProvider({ language, children }: { language: Language; children: ReactNode }) {
  const [viewer, setViewer] = useState<Viewer | null | undefined>();
  const [unread, setUnread] = useState<CombinedError>();
  const [ended, setEnded] = useState(false);
  const [again, setAgain] = useState(false);
  const [asked, setAsked] = useState<{ answer(confirmed: boolean): void } | null>(null);
  const signedIn = useRef(false);
  const doubt = useRef(() => {});
  const api = useMemo(
    () =>
      createApi(
        language,
        () => setEnded(signedIn.current),
        () => doubt.current(),
      ),
    [language],
  );

  const readViewer = useCallback(async (): Promise<Viewer | null> => {
    const { data, error } = await api.client.query(Me, {}, { requestPolicy: "network-only" }).toPromise();
    const kept = error?.networkError ? keptDesk() : null;
    if (kept) {
      // Asked again when the network is back; until then the tab goes on with what it had.
      window.addEventListener("online", () => void readViewer(), { once: true });
      signedIn.current = true;
      setViewer(kept.viewer);
      return kept.viewer;
    }
    setUnread(error);
    if (error) return null;
    signedIn.current = Boolean(data?.me);
    setViewer(data?.me ?? null);
    return data?.me ?? null;
  }, [api]);

  useEffect(() => {
    void (async () => {
      if (signedIn.current) await api.client.mutation(SetLanguage, { input: { language: ENUM[language] } }).toPromise();
      await readViewer();
    })();
  }, [api, language, readViewer]);

  const signOut = useCallback(() => {
    signedIn.current = false;
    void api.client
      .mutation(SignOut, {})
      .toPromise()
      .then(leaveNothing)
      .then(() => location.assign("/"));
  }, [api]);

  const resume = useCallback(async () => {
    const next = await readViewer();
    if (!next) return;
    setEnded(false);
    setAgain(false);
    api.resume();
  }, [api, readViewer]);

  const lookAgain = useCallback(async () => {
    const { data, error } = await api.client.query(StillHere, {}, { requestPolicy: "network-only" }).toPromise();
    if (!error && !data?.me) setEnded(signedIn.current);
  }, [api]);
  doubt.current = () => void lookAgain();
  useEffect(() => watchActivity(() => void lookAgain()), [lookAgain]);
  const soon = useClock(Boolean(viewer) && !ended, lookAgain);

  const confirm = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        const answer = (confirmed: boolean) => {
          setAsked(null);
          resolve(confirmed);
        };
        setAsked({ answer });
      }),
    [],
  );

  const session = useMemo(() => (viewer ? { viewer, signOut } : null), [viewer, signOut]);
  return (
    <Provider value={api.client}>
      <Suspense>
        {!viewer && unread && <Unreachable error={unread} onAgain={readViewer} />}
        {viewer === null && !unread && <SignInPage onSignedIn={() => void readViewer()} />}
      </Suspense>
      <ConfirmIdentity value={confirm}>
        {session && !session.viewer.oneTimePassword && <SessionContext value={session}>{children}</SessionContext>}
        <Suspense>
          {session?.viewer.oneTimePassword && (
            <OwnPasswordPage name={session.viewer.name} onDone={() => void readViewer()} onSignOut={signOut} />
          )}
        </Suspense>
      </ConfirmIdentity>
      <Suspense>
        {soon && !again && (
          <SessionWarning soon={soon} onStay={() => void lookAgain()} onSignInAgain={() => setAgain(true)} />
        )}
        {asked && !ended && <ConfirmDialog onAnswer={asked.answer} />}
        {session && (ended || again) && (
          <SignInDialog
            login={session.viewer.login}
            ended={ended}
            onSignedIn={() => void resume()}
            onLater={() => setAgain(false)}
          />
        )}
      </Suspense>
    </Provider>
  );
}
