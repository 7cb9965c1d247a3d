import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Provider } from "urql";
import { createApi } from "../api/client";
import { graphql } from "../api/graphql";
import type { Language } from "../language/language";
import { Me, SessionContext, type Viewer } from "./viewer";

const SignInPage = lazy(async () => ({ default: (await import("./SignInPage")).SignInPage }));
const SignInDialog = lazy(async () => ({ default: (await import("./SignInDialog")).SignInDialog }));

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
  const [ended, setEnded] = useState(false);
  const signedIn = useRef(false);
  const api = useMemo(() => createApi(language, () => setEnded(signedIn.current)), [language]);

  const readViewer = useCallback(async () => {
    const { data } = await api.client.query(Me, {}, { requestPolicy: "network-only" }).toPromise();
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
      .then(() => location.assign("/"));
  }, [api]);

  const resume = useCallback(async () => {
    const next = await readViewer();
    if (!next) return;
    setEnded(false);
    api.resume();
  }, [api, readViewer]);

  const session = useMemo(() => (viewer ? { viewer, signOut } : null), [viewer, signOut]);
  return (
    <Provider value={api.client}>
      <Suspense>{viewer === null && <SignInPage onSignedIn={() => void readViewer()} />}</Suspense>
      {session && <SessionContext value={session}>{children}</SessionContext>}
      <Suspense>
        {session && ended && <SignInDialog login={session.viewer.login} onSignedIn={() => void resume()} />}
      </Suspense>
    </Provider>
  );
}
