import { type Cache, cacheExchange } from "@urql/exchange-graphcache";
import type { Sink, Client as SocketClient } from "graphql-ws";
import {
  Client,
  type Exchange,
  fetchExchange,
  mapExchange,
  type Operation,
  type SubscriptionForwarder,
  subscriptionExchange,
} from "urql";
import { watchedFetch } from "../session/clock";
import { counting } from "./activity";
import { nothingIsNoAnswer } from "./nothing";
import { possibleTypes } from "./possible-types";
import { WITHOUT_ID } from "./without-id";

/** After one of these, every list may be another: all root fields are asked again. */
const CHANGES = [
  "registerPatient",
  "updatePatient",
  "attachPatient",
  "detachPatient",
  "undoAttachment",
  "undoDetachment",
  "mergePatients",
  "unmergePatients",
  "linkFamily",
  "endFamilyLink",
  "revealIdentity",
  "recordDose",
  "correctDose",
  "voidDose",
  "undoDose",
  "receiveLot",
  "writeOffDoses",
  "recordTuberculinTest",
  "readTuberculinTest",
  "planSession",
  "addToSession",
  "chooseSessionLot",
  "markSessionPerson",
  "closeSession",
  "deferImmunization",
  "endDeferral",
  "recordConsent",
  "recordRefusal",
  "revokeConsent",
  "applyDoseImport",
  "undoDoseImport",
  "issueImmunizationCertificate",
  "revokeImmunizationCertificate",
  "reportAdverseEvent",
  "noteAdverseEventNotice",
  "recordObservation",
  "addOrganisedGroup",
  "updateOrganisedGroup",
  "moveUpSchool",
  "joinOrganisedGroup",
  "correctStock",
  "endObservation",
  "voidObservation",
  "optOutOfReminders",
  "optInToReminders",
  "createAccount",
  "updateAccount",
  "resetPassword",
  "resetSecondFactor",
  "confirmSecondFactor",
  "removeSecondFactor",
];

function forgetAll(cache: Cache): void {
  for (const { fieldName, arguments: given } of cache.inspectFields("Query"))
    cache.invalidate("Query", fieldName, given);
}

/** The cache, and when it forgets. */
export const remembering = (): Exchange =>
  cacheExchange({
    possibleTypes,
    keys: Object.fromEntries(WITHOUT_ID.map((type) => [type, () => null])),
    updates: {
      Mutation: Object.fromEntries(CHANGES.map((field) => [field, (_result, _args, cache) => forgetAll(cache)])),
      Subscription: { attachmentChanged: (_result, _args, cache) => cache.invalidate("Query", "recentActions") },
    },
  });

const API_PATH = "/graphql";

/** The server refuses a browser's request without it: a form of another site cannot send it. */
export function headers(language: string, idempotencyKey?: string): Record<string, string> {
  return {
    "Accept-Language": language,
    "X-Emhana-Client": "web",
    ...(idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {}),
  };
}

export interface Api {
  client: Client;
  /** Asks again what was refused for want of a session. */
  resume(): void;
}

/** `onDoubt`: a socket was closed for want of a session, which may have ended or only got another cookie. */
export function createApi(language: string, onSignedOut: () => void, onDoubt: () => void): Api {
  const refused = new Map<number, Operation>();
  const client = new Client({
    url: API_PATH,
    preferGetMethod: false,
    fetch: counting(watchedFetch),
    fetchOptions: { headers: headers(language), credentials: "same-origin" },
    exchanges: [
      nothingIsNoAnswer,
      remembering(),
      mapExchange({
        onResult({ error, operation }) {
          if (!error?.graphQLErrors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED")) return;
          if (operation.kind === "query") refused.set(operation.key, operation);
          onSignedOut();
        },
      }),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: socket(language, onDoubt) }),
    ],
  });
  const resume = () => {
    const waiting = [...refused.values()];
    refused.clear();
    for (const operation of waiting)
      client.reexecuteOperation(client.createRequestOperation("query", operation, { requestPolicy: "network-only" }));
  };
  return { client, resume };
}

/** The socket's code comes with the first subscription, not with the first screen. */
const NO_SESSION = 4403;

function socket(language: string, onDoubt: () => void): SubscriptionForwarder {
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${API_PATH}`;
  let sockets: Promise<SocketClient> | undefined;
  const open = () => {
    sockets ??= import("graphql-ws").then(({ createClient }) =>
      createClient({
        url,
        lazy: true,
        retryAttempts: Infinity,
        connectionParams: { language },
        on: { closed: (event) => (event as CloseEvent).code === NO_SESSION && onDoubt() },
      }),
    );
    return sockets;
  };
  return (request) => ({
    subscribe(sink) {
      const payload = { query: request.query ?? "", variables: request.variables as Record<string, unknown> };
      const started = open().then((client) => client.subscribe(payload, sink as Sink));
      return { unsubscribe: () => void started.then((stop) => stop()) };
    },
  });
}
