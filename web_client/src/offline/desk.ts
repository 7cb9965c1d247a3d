import type { Session, SessionPerson } from "../immunization/session-operations";
import { currentEnds } from "../session/clock";
import type { Viewer } from "../session/viewer";

/**
 * The open session as it was last seen, for a reload without a network: in this tab alone, gone with it, on signing
 * out, and when the sign-in would have ended. The worker keeps no answers, so this is the one place.
 */
const KEPT_IN = "emhana.desk";

interface Desk {
  until: number;
  viewer: Viewer;
  session: Session;
  rest: SessionPerson[];
}

export function keepDesk(viewer: Viewer, session: Session, rest: SessionPerson[]): void {
  const ends = currentEnds();
  if (session.closedAt || !ends) {
    forgetDesk();
    return;
  }
  const desk: Desk = { until: ends.idle, viewer, session, rest };
  try {
    sessionStorage.setItem(KEPT_IN, JSON.stringify(desk));
  } catch {
    forgetDesk();
  }
}

export function keptDesk(now = Date.now()): Desk | null {
  try {
    const desk = JSON.parse(sessionStorage.getItem(KEPT_IN) ?? "null") as Desk | null;
    if (desk && desk.until > now) return desk;
  } catch {
    // What cannot be read is as good as nothing.
  }
  forgetDesk();
  return null;
}

export function forgetDesk(): void {
  sessionStorage.removeItem(KEPT_IN);
}
