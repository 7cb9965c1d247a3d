// The public client of graphql-transport-ws against our socket: one subscription, two answers, printed as JSON.
import { createClient } from "graphql-ws";

const [url, cookie] = process.argv.slice(2);
class WithCookie extends WebSocket {
  constructor(address, protocols) {
    super(address, { protocols, headers: { Cookie: cookie } });
  }
}
const client = createClient({ url, webSocketImpl: WithCookie, retryAttempts: 0 });
const answers = [];
for await (const answer of client.iterate({ query: "subscription { changed { name seenBy } }" })) {
  answers.push(answer);
  if (answers.length === 2) break;
}
console.log(JSON.stringify(answers));
await client.dispose();
