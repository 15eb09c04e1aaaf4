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

const STANDING = `query Standing($reference: String!) {
  claim(by: { reference: $reference }) { id version amountOwed writApplications { id } writ { id number } }
  hceos(postCode: "LS6 4HB", name: "Idris Bowen", first: 1) { nodes { id } }
  viewer { workQueue(first: 50, filter: { team: ANY }) { nodes { id version claim { reference } } } }
}`;

// What the story has come to, as this persona sees it now: a value for each word in braces, where there is one.
async function standing() {
  const { told } = await post(url, { query: STANDING, variables: { reference: setting.story } }, now.authorization);
  const { claim, hceos, viewer } = told.data ?? {};
  if (!claim) return null;
  const work = viewer?.workQueue?.nodes.find((one) => one.claim.reference === setting.story);
  const clock = await (await fetch("/demo/clock")).json();
  return {
    claim: claim.id, version: claim.version, due: claim.amountOwed, application: claim.writApplications.at(-1)?.id,
    writ: claim.writ?.id, writNumber: claim.writ?.number, hceo: hceos.nodes[0]?.id,
    serviceRequest: work?.id, serviceRequestVersion: work?.version, now: clock.now, today: clock.now.slice(0, 10),
  };
}

// The key is fresh for every act; ids and versions are those that this persona sees now.
async function filledIn(variables) {
  let filled = variables.replaceAll("{key}", () => crypto.randomUUID());
  if (/"\{\w+\}"/.test(filled)) {
    const found = setting.story ? await standing() : null;
    if (!found) state.textContent = "This persona sees no claim between Kate and Andrew yet.";
    for (const [word, value] of Object.entries(found ?? {})) {
      if (value !== undefined) filled = filled.replaceAll(`"{${word}}"`, JSON.stringify(value));
    }
    if (found && /"\{\w+\}"/.test(filled)) state.textContent = "What this acts on is not there yet, or this persona does not see it.";
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
