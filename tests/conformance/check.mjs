// What the scripts share: the story to run (in the first argument, as JSON), and one line of JSON for each check.
import WebSocket from "ws";

globalThis.WebSocket ??= WebSocket; // which Node has of its own from version 22 on

export const story = JSON.parse(process.argv[2]);
export const headers = story.token ? { authorization: `Bearer ${story.token}` } : {};

let failures = 0;

export async function check(name, act) {
  let detail;
  try {
    detail = await Promise.race([
      act(),
      new Promise((_, reject) => setTimeout(() => reject(new Error("nothing came within 20 s")), 20_000).unref()),
    ]);
    console.log(JSON.stringify({ name, passed: true, detail }));
  } catch (error) {
    failures += 1;
    console.log(JSON.stringify({ name, passed: false, detail: String(error?.stack ?? JSON.stringify(error)) }));
  }
}

export function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

// Makes the subscribed thing change, once whoever subscribes has had the time to listen.
export async function nudge() {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { query, variables } = story.nudge;
  const input = { ...variables.input, idempotencyKey: crypto.randomUUID() };
  const response = await fetch(story.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = await response.json();
  expect(!errors && data.lodgeClaim.__typename === "LodgeClaimSuccess", `the nudge to be accepted, not ${JSON.stringify(errors ?? data)}`);
  return data.lodgeClaim.claim.reference;
}

// Of what the stream of the story yields, the claims lodged: heartbeats and letters sent come in between.
export function changes(results) {
  return results.map((result) => result.data?.dashboardChanged).filter((event) => event?.kind === "CLAIM_LODGED");
}

export function code(errors) {
  return errors?.[0]?.extensions?.code;
}

export function done() {
  process.exit(failures ? 1 : 0);
}
