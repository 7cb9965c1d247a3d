// GraphiQL with our endpoint: answers by POST, subscriptions as server-sent events, examples in three languages.
const { createElement: h, useState } = React;
const LANGUAGES = ["kk", "ru", "en"];
const KEY = "emhana-graphiql-language";

const remembered = localStorage.getItem(KEY) ?? navigator.language.slice(0, 2);
const first = LANGUAGES.includes(remembered) ? remembered : "en";
const examples = await (await fetch("/graphiql/examples.json")).json();

function send(language, parameters, accept) {
  return fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: accept,
      "Accept-Language": language,
      "X-Emhana-Client": "graphiql",
    },
    body: JSON.stringify(parameters),
  });
}

async function* events(language, parameters) {
  const response = await send(language, parameters, "text/event-stream");
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    yield await response.json();
    return;
  }
  let waiting = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (waiting + text).split("\n\n");
    waiting = parts.pop();
    for (const part of parts) {
      const data = part.split("\n").find((line) => line.startsWith("data: {"));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
}

function isSubscription({ query, operationName }, { documentAST } = {}) {
  const operations = documentAST?.definitions.filter((each) => each.kind === "OperationDefinition") ?? [];
  const chosen = operations.find((each) => !operationName || each.name?.value === operationName);
  return chosen ? chosen.operation === "subscription" : /^\s*subscription\b/m.test(query);
}

function Page() {
  const [language, setLanguage] = useState(first);
  const choose = (chosen) => {
    localStorage.setItem(KEY, chosen);
    setLanguage(chosen);
  };
  const fetcher = (parameters, options) =>
    isSubscription(parameters, options)
      ? events(language, parameters)
      : send(language, parameters, "application/graphql-response+json").then((response) => response.json());
  const languages = LANGUAGES.map((each) =>
    h("button", { key: each, type: "button", "aria-pressed": each === language, onClick: () => choose(each) }, each),
  );
  return h(
    GraphiQL,
    {
      key: language,
      fetcher,
      defaultTabs: examples[language],
      storage: storageOf(language),
      shouldPersistHeaders: false,
    },
    h(GraphiQL.Logo, null, h("div", { className: "languages", role: "group", "aria-label": "Language" }, languages)),
  );
}

// Each language has its own tabs, so that its examples are there when it is chosen.
function storageOf(language) {
  const prefix = `${language}:`;
  const own = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => own().forEach((key) => localStorage.removeItem(key)),
    get length() {
      return own().length;
    },
  };
}

ReactDOM.createRoot(document.getElementById("graphiql")).render(h(Page));
