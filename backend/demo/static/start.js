"use strict";
// The start page lives: it asks for the clock, the story, the cases and the letters every two seconds while it is looked at.

const EVERY = 2000;
const byId = (id) => document.getElementById(id);
const instant = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: "Europe/London" });
const short = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/London" });
const newest = { letters: "", story: "", cases: "" };

async function ask(path, body) {
  const answer = await fetch(path, body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

function showClock({ now, nextDue }) {
  const text = instant.format(new Date(now));
  if (byId("clock-now").textContent !== text) byId("clock-now").textContent = text;
  byId("clock-due").textContent = nextDue ? `Next due: ${short.format(new Date(nextDue))}` : "Nothing is due.";
}

function showStory(story) {
  if (newest.story === JSON.stringify(story)) return;
  newest.story = JSON.stringify(story);
  if (story.reference) byId("story-reference").replaceChildren("Claim ", element("strong", "", story.reference));
  byId("story-pay").hidden = !story.payAt;
  if (story.payAt) byId("story-pay-page").href = story.payAt;
  const next = story.steps.findIndex((step) => !step.doneAt);
  byId("story-steps").replaceChildren(
    ...story.steps.map((step, index) => {
      const when = step.doneAt ? short.format(new Date(step.doneAt)) : index === next ? "Next" : "";
      const item = element("li", step.doneAt ? "done" : "", element("span", "what", step.title), element("span", "who", step.persona ? `as ${step.persona}` : "the clock"), element("span", "when", when));
      if (index === next) item.setAttribute("aria-current", "step");
      return item;
    }),
  );
}

function cell(label, ...inside) {
  const made = element("td", label === "Arrears" ? "money" : "", element("span", "", ...inside));
  made.setAttribute("role", "cell");
  made.dataset.label = label;
  return made;
}

function caseShown(one) {
  const open = element("a", "", "Open the case");
  open.href = `/graphiql?${new URLSearchParams({ document: "case", case: one.number, persona: one.persona })}`;
  open.setAttribute("aria-label", `Open the case of ${one.payingParent} as ${one.personaName}`);
  const as = one.workedBy === one.personaName ? "" : element("small", "", `as ${one.personaName}`);
  const marks = [...one.waiting.map((mark) => element("span", "mark waiting", mark)), ...one.standing.map((mark) => element("span", "mark", mark))];
  const row = element(
    "tr", "",
    cell("Case", element("code", "", one.number), " ", element("small", "", one.reference)),
    cell("Paying parent", element("strong", "", one.payingParent)),
    cell("Jurisdiction", one.jurisdiction), cell("Arrears", `£${one.arrears}`),
    cell("What stands out", ...marks.flatMap((mark) => [mark, " "])),
    cell("Worked by", one.workedBy ?? "nobody"), cell("The case", open, as),
  );
  row.setAttribute("role", "row");
  return row;
}

function showCases(cases) {
  if (newest.cases === JSON.stringify(cases)) return;
  newest.cases = JSON.stringify(cases);
  const focused = document.activeElement?.closest("#cases a")?.href;
  byId("cases").replaceChildren(...cases.map(caseShown));
  if (focused) [...document.querySelectorAll("#cases a")].find((link) => link.href === focused)?.focus();
}

function letterShown(letter) {
  const head = element(
    "summary", "",
    element("span", "subject", letter.subject), element("span", "to", `to ${letter.to}`),
    element("time", "", short.format(new Date(letter.receivedAt))),
  );
  const made = element("details", "letter", head, element("pre", "", letter.text));
  made.dataset.id = letter.messageId;
  return made;
}

function showLetters(letters) {
  const to = byId("letters-to").value;
  const seen = JSON.stringify([to, letters.length, letters.at(-1)?.messageId, letters.at(-1)?.receivedAt]);
  if (newest.letters === seen) return;
  newest.letters = seen;
  const open = new Set([...document.querySelectorAll(".letter[open]")].map((one) => one.dataset.id));
  const shown = letters.filter((letter) => !to || letter.to === to).reverse().slice(0, 50).map(letterShown);
  for (const one of shown) one.open = open.has(one.dataset.id);
  byId("letters-list").replaceChildren(...shown);
  byId("letters-count").textContent = letters.length;
  byId("letters-empty").hidden = shown.length > 0;
  const known = new Set([...byId("letters-to").options].map((option) => option.value));
  for (const address of new Set(letters.map((letter) => letter.to))) {
    if (!known.has(address)) byId("letters-to").add(new Option(address, address));
  }
}

async function refresh() {
  const [clock, story, cases, letters] = await Promise.all(
    ["/demo/clock", "/demo/story", "/demo/cases", "/demo/mail"].map((path) => ask(path)),
  );
  showClock(clock);
  showStory(story);
  showCases(cases);
  showLetters(letters);
}

async function keepFresh() {
  if (!document.hidden) await refresh().catch(() => {});
  setTimeout(keepFresh, EVERY);
}

async function moveClock(event) {
  const buttons = [...document.querySelectorAll("[data-clock]")];
  for (const button of buttons) button.disabled = true;
  byId("clock-told").textContent = "Going through everything that is due …";
  try {
    const moved = await ask("/demo/clock", JSON.parse(event.currentTarget.dataset.clock));
    const acts = moved.steps.reduce((sum, step) => sum + step.acts, 0);
    byId("clock-told").textContent = `${moved.steps.length} due instants, ${acts} acts.`;
    await refresh();
  } catch (fault) {
    byId("clock-told").textContent = fault.message;
  }
  for (const button of buttons) button.disabled = false;
}

async function signIn(event) {
  const { persona } = event.currentTarget.dataset;
  const session = await ask("/demo/sign-in", { persona });
  byId("token-name").textContent = session.name;
  byId("token-until").textContent = short.format(new Date(session.expiresAt));
  byId("token-text").textContent = session.token;
  byId("token-graphiql").href = `/graphiql?${new URLSearchParams({ persona })}`;
  byId("token-copy").textContent = "Copy the token";
  byId("token").hidden = false;
  byId("token").scrollIntoView({ block: "nearest" });
}

async function copyToken() {
  // A browser gives the clipboard to pages of this machine and of https only; elsewhere the token is selected.
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(byId("token-text").textContent);
    byId("token-copy").textContent = "Copied";
  } else {
    getSelection().selectAllChildren(byId("token-text"));
  }
}

async function offerMessages() {
  const { kinds, cases } = await ask("/demo/feeds");
  byId("feeds-kind").replaceChildren(...kinds.map((kind) => new Option(kind.replaceAll("_", " "), kind)));
  byId("feeds-case").replaceChildren(...cases.map((number) => new Option(number, number)));
}

async function sendMessage() {
  const order = { kind: byId("feeds-kind").value, caseNumber: byId("feeds-case").value };
  try {
    const { feed, sent, status, answer } = await ask("/demo/feeds", order);
    byId("feeds-told").textContent = `${feed}, message ${sent.id}: ${status} ${answer.answer ?? ""}. ${answer.message ?? ""}`;
    await Promise.all([offerMessages(), refresh()]);
  } catch (fault) {
    byId("feeds-told").textContent = fault.message;
  }
}

for (const button of document.querySelectorAll("[data-clock]")) button.addEventListener("click", moveClock);
for (const button of document.querySelectorAll("[data-persona]")) button.addEventListener("click", signIn);
byId("token-copy").addEventListener("click", copyToken);
byId("letters-to").addEventListener("change", refresh);
byId("feeds-send").addEventListener("click", sendMessage);
offerMessages().catch(() => {});
keepFresh();
