import { useEffect, useState } from "react";
import { useClient } from "urql";
import { type Session, SessionOf, type SessionPerson } from "./session-operations";

/** Everybody on a session's list: the API gives fifty at a time, and a nurse counts a whole school. */
export function useWholeList(session: Session | null | undefined): SessionPerson[] {
  const client = useClient();
  const [rest, setRest] = useState<SessionPerson[]>([]);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const found: SessionPerson[] = [];
      let info = session?.people.pageInfo;
      while (session && info?.hasNextPage && !gone) {
        const variables = { id: session.id, after: info.endCursor };
        const { data } = await client.query(SessionOf, variables, { requestPolicy: "network-only" }).toPromise();
        const people = data?.immunizationSession?.people;
        if (!people) return;
        found.push(...people.nodes);
        info = people.pageInfo;
      }
      if (!gone) setRest((before) => (before.length || found.length ? found : before));
    };
    void read();
    return () => {
      gone = true;
    };
  }, [client, session]);
  return rest;
}
