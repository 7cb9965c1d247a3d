import { createContext, use } from "react";
import { graphql, type ResultOf } from "../api/graphql";

export const Me = graphql(`
  query Me {
    me {
      name
      login
      role
      language
      actions
      oneTimePassword
      clinic { id name }
      regions { code name }
    }
  }
`);

/** Asked to say that somebody is still there, and to learn whether the session holds. */
export const StillHere = graphql(`
  query StillHere {
    me { login }
  }
`);

export type Viewer = NonNullable<ResultOf<typeof Me>["me"]>;

/** The actions of the permission matrix that the client draws places and buttons by. */
export type Action =
  | "READ_CLINICS"
  | "READ_PATIENTS"
  | "READ_IDENTITY"
  | "SEARCH_PATIENTS"
  | "REGISTER_PATIENT"
  | "ATTACH_PATIENT"
  | "MERGE_PATIENTS"
  | "OVERRIDE_RULE"
  | "READ_IMMUNIZATIONS"
  | "READ_VACCINATION_WORK"
  | "READ_OBSERVATIONS"
  | "RECORD_DOSE"
  | "IMPORT_DOSES"
  | "MANAGE_VACCINE_LOTS"
  | "PLAN_SESSION"
  | "READ_READERS"
  | "REVEAL_IDENTITY"
  | "EXPORT"
  | "READ_AUDIT"
  | "READ_PERMISSIONS"
  | "MANAGE_ACCOUNTS"
  | "READ_REMINDERS"
  | "CHOOSE_REMINDERS"
  | "PREVIEW_REMINDERS";

export function may(viewer: Viewer, action: Action): boolean {
  return viewer.actions.includes(action);
}

export interface Session {
  viewer: Viewer;
  signOut(): void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("A page of the frame was drawn without a session");
  return session;
}

export function useMay(action: Action): boolean {
  return may(useSession().viewer, action);
}
