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

async function claimNow() {
  const query = "query ClaimNow($reference: String!) { claim(by: { reference: $reference }) { id version } }";
  const { told } = await post(url, { query, variables: { reference: setting.story } }, now.authorization);
  return told.data?.claim ?? null;
}

// The key is fresh for every act; the claim's id and version are those that this persona sees now.
async function filledIn(variables) {
  let filled = variables.replaceAll("{key}", () => crypto.randomUUID());
  if (/"\{(claim|version)\}"/.test(filled)) {
    const claim = setting.story ? await claimNow() : null;
    if (claim) {
      filled = filled.replaceAll('"{claim}"', JSON.stringify(claim.id)).replaceAll('"{version}"', claim.version);
    } else {
      state.textContent = "This persona sees no claim between Kate and Andrew yet.";
    }
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
  for (const [key, one] of Object.entries(setting.documents)) documentChoice.add(new Option(one.title, key));
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
