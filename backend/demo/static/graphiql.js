"use strict";
// GraphiQL, signed in as a persona of the demonstration: queries carry the token in a header, subscriptions in connection_init.

const setting = JSON.parse(document.getElementById("setting").textContent);
const asked = new URLSearchParams(location.search);
const chosen = asked.get("document") ?? "";
const ready = Object.hasOwn(setting.documents, chosen) ? setting.documents[chosen] : null;
const personaChoice = document.getElementById("persona");
const documentChoice = document.getElementById("document");
const state = document.getElementById("state");
const url = new URL(setting.url, location.href);
const socketUrl = Object.assign(new URL(url), { protocol: url.protocol.replace("http", "ws") });

// Who is signed in now; another persona replaces it, and what is typed in the editor stays.
let now = { authorization: {}, fetcher: null, sockets: null };

async function post(path, body, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { isGood: answer.ok, told: await answer.json() };
}

async function become(persona) {
  personaChoice.value = persona;
  state.textContent = "";
  let session = null;
  if (persona) {
    const { isGood, told } = await post("/demo/sign-in", { persona });
    if (isGood) session = told;
    else state.textContent = `Sign-in failed: ${told.message}`;
  }
  now.sockets?.dispose();
  const authorization = session ? { authorization: `Bearer ${session.token}` } : {};
  const sockets = graphqlWs.createClient({ url: socketUrl.href, connectionParams: authorization, lazy: true });
  const fetcher = GraphiQL.createFetcher({
    url: url.href,
    headers: authorization,
    wsClient: sockets,
    enableIncrementalDelivery: false,
  });
  now = { authorization, fetcher, sockets };
}

// What the document is about: the start page names another enforcement case for the case's screen.
const about = /^\d{12}$/.test(asked.get("case") ?? "") && ready?.folder === "casework" ? asked.get("case") : ready?.about;

// What it acts on as this persona sees it now, and what the clock shows.
async function standing() {
  const clock = await (await fetch("/demo/clock")).json();
  const { told } = await post(url, { query: setting.standings[ready.folder], variables: { about } }, now.authorization);
  return { ...told.data, now: clock.now, today: clock.now.slice(0, 10) };
}

// Where a word leads: step by step, in a list to the last entry that says the step as one of its words.
function valueAt(found, word) {
  const says = (one, step) => JSON.stringify(one).includes(JSON.stringify(step));
  return word.split(".").reduce((at, step) => (Array.isArray(at) ? at.findLast((one) => says(one, step)) : at?.[step]), found);
}

// The key is fresh for every act; ids and versions are those that this persona sees now.
async function filledIn(variables) {
  let filled = variables.replaceAll("{about}", about).replaceAll("{key}", () => crypto.randomUUID());
  const words = [...filled.matchAll(/"\{([^{}"]+)\}"/g)].map((found) => found[1]);
  const found = words.length ? await standing() : {};
  for (const word of words) {
    const value = valueAt(found, word) ?? null;
    if (value !== null) filled = filled.replaceAll(`"{${word}}"`, JSON.stringify(value));
    else state.textContent = "What this acts on is not there yet, or this persona does not see it.";
  }
  return JSON.stringify(JSON.parse(filled), null, 2);
}

// Nothing is kept between visits: the links of the start page would pile up as tabs.
function forgetful() {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
  };
}

async function start() {
  for (const [folder, title] of Object.entries(setting.stories)) {
    const group = Object.assign(document.createElement("optgroup"), { label: title });
    const those = Object.entries(setting.documents).filter(([, one]) => one.folder === folder);
    group.append(...those.map(([key, one]) => new Option(one.title, key)));
    documentChoice.append(group);
  }
  documentChoice.value = ready ? chosen : "";
  documentChoice.addEventListener("change", () => {
    location.search = documentChoice.value ? new URLSearchParams({ document: documentChoice.value }) : "";
  });
  personaChoice.addEventListener("change", () => become(personaChoice.value));
  await become(asked.get("persona") ?? ready?.persona ?? "kate");
  const shown = {
    fetcher: (...given) => now.fetcher(...given),
    query: ready?.query ?? "{\n  viewer {\n    name\n    role\n    actions\n  }\n}\n",
    variables: ready ? await filledIn(ready.variables) : "{}",
    storage: forgetful(),
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  };
  ReactDOM.createRoot(document.getElementById("graphiql")).render(React.createElement(GraphiQL, shown));
}

start();
