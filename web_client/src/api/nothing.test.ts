import { Client, fetchExchange, type RequestPolicy } from "urql";
import { expect, test, vi } from "vitest";
import { remembering } from "./client";
import { nothingIsNoAnswer } from "./nothing";

const LIST = `query List { immunizationSession(sessionId: "1") { __typename id version } }`;
const GIVE = `mutation Give { recordDose(input: {}) { __typename ... on Dose { id } } }`;
let version = 0;
const ANSWERS = {
  List: () => ({ immunizationSession: { __typename: "ImmunizationSession", id: "1", version: ++version } }),
  Give: () => ({ recordDose: { __typename: "Dose", id: "1" } }),
};

/** A server that answers a question when it is told to. */
function slowServer() {
  const open: { name: string; answer(response: Response): void }[] = [];
  const fetch = (_: unknown, { body }: { body: string }) =>
    new Promise<Response>((answer) => open.push({ name: /(query|mutation) (\w+)/.exec(body)?.[2] ?? "", answer }));
  const answer = async (name: keyof typeof ANSWERS) => {
    const at = await vi.waitUntil(() => open.findIndex((one) => one.name === name) + 1);
    const headers = { "Content-Type": "application/json" };
    open.splice(at - 1, 1)[0]?.answer(new Response(JSON.stringify({ data: ANSWERS[name]() }), { headers }));
  };
  return { fetch: fetch as unknown as typeof globalThis.fetch, answer, waits: () => open.length };
}

test("a list that is answered while a step of one's own arrives is never shown as nothing", async () => {
  const server = slowServer();
  const exchanges = [nothingIsNoAnswer, remembering(), fetchExchange];
  const client = new Client({ url: "http://here/graphql", preferGetMethod: false, fetch: server.fetch, exchanges });
  const seen: (number | null)[] = [];
  const watch = (requestPolicy: RequestPolicy) =>
    client.query(LIST, {}, { requestPolicy }).subscribe(({ data }) => {
      seen.push(data?.immunizationSession?.version ?? null);
    });
  let watching = watch("cache-and-network");
  await server.answer("List");
  await vi.waitUntil(() => seen.length);

  client.mutation(GIVE, {}).toPromise();
  for (const _ of ["what one colleague did", "and another"]) {
    const before = watching;
    watching = watch("network-only");
    before.unsubscribe();
  }
  await vi.waitUntil(() => server.waits() === 3);
  for (const name of ["Give", "List", "List", "List"] as const) {
    await server.answer(name);
    await new Promise((soon) => setTimeout(soon));
  }
  await vi.waitUntil(() => seen.at(-1) === version);
  watching.unsubscribe();
  expect(seen).not.toContain(null);
  expect(server.waits()).toBe(0);
});
