// What Emhana and the limit do besides answering: they find the session behind the cookie, and a row of who asked is
// durable in the trail before the answer leaves. Rows of answers that end together share one statement.
import { createHash } from "node:crypto";
import pg from "pg";

const SESSION = `select account_id, role, clinic_id, clinic_ids::text as clinics, regions::text, session_id, name,
  coalesce(patient_id::text, '') as patient from session_of($1, interval '15 minutes', true)`;
const TRAIL = `insert into access_event (account_id, account_name, role, clinic_id, session_id, operation, document,
  patient_count, outcome, address, trace_id) select account, name, role, clinic, session, operation, operation, 0, 'OK',
  address, operation from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
  event (account, name, role, clinic, session, operation, address)`;
const MOST_TOGETHER = 100;

export function duties(connectionString, max) {
  const pool = new pg.Pool({ connectionString, max, options: "-c role=emhana_public" });
  const waiting = [];
  let writing = false;

  async function write() {
    writing = true;
    while (waiting.length) {
      const together = waiting.splice(0, MOST_TOGETHER);
      const columns = together[0].event.map((_, place) => together.map(({ event }) => event[place]));
      try {
        await pool.query({ name: "trail", text: TRAIL, values: columns });
        for (const { done } of together) done();
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    writing = false;
  }

  function recorded(event) {
    return new Promise((done, failed) => {
      waiting.push({ event, done, failed });
      if (!writing) void write();
    });
  }

  async function context(request) {
    const { req } = request.node;
    const token = /(?:^|; )emhana=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
    const hash = createHash("sha256").update(token).digest();
    const { rows } = await pool.query({ name: "session", text: SESSION, values: [hash] });
    if (!rows.length) throw new Error("Sign in.");
    const [who] = rows;
    const pgSettings = {
      role: "emhana_staff",
      "emhana.account": who.account_id,
      "emhana.role": who.role,
      "emhana.clinics": who.clinics,
      "emhana.regions": who.regions,
      "emhana.patient": who.patient,
    };
    return { pgSettings, who, address: req.socket.remoteAddress };
  }

  async function execute(next, { args }) {
    const answer = await next();
    const { who, address } = args.contextValue;
    await recorded([who.account_id, who.name, who.role, who.clinic_id, who.session_id, args.operationName ?? "", address]);
    return answer;
  }

  return { context, plugin: { name: "Duties", version: "1.0.0", grafast: { middleware: { execute } } } };
}
