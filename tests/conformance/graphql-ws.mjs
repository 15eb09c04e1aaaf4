// The graphql-ws client: the reference implementation of graphql-transport-ws.
import { createClient } from "graphql-ws";
import { changes, check, code, done, expect, headers, nudge, story } from "./check.mjs";

const open = (options = {}) =>
  createClient({ url: story.socketUrl, connectionParams: headers, retryAttempts: 0, ...options });

// Everything that an operation yields, or until it has yielded enough changes.
async function all(client, payload, enough = Infinity) {
  const results = [];
  for await (const result of client.iterate(payload)) {
    results.push(result);
    if (changes(results).length >= enough) break;
  }
  return results;
}

await check("a query is answered", async () => {
  const client = open();
  const [result] = await all(client, story.query);
  expect(result.data && !result.errors, "data without errors");
  await client.dispose();
});

await check("a subscription yields what happens", async () => {
  const client = open();
  const events = all(client, story.subscription, 1);
  const reference = await nudge();
  const [change] = changes(await events);
  expect(change.claim.reference === reference, "the claim that was lodged");
  await client.dispose();
});

await check("a subscription that was cut goes on from its cursor, nothing lost, nothing twice", async () => {
  const first = open();
  const events = all(first, story.subscription, 1);
  await nudge();
  const [{ cursor }] = changes(await events);
  await first.dispose();
  const missed = [await nudge(), await nudge()];
  const second = open();
  const seen = [];
  for await (const result of second.iterate({ ...story.subscription, variables: { after: cursor } })) {
    seen.push(...changes([result]));
    if (seen.length === missed.length) break;
  }
  expect(seen.map((change) => change.claim.reference).join() === missed.join(), "the claims of the meantime in order");
  await second.dispose();
});

await check("many operations share a socket", async () => {
  let sockets = 0;
  const client = open({ on: { connected: () => (sockets += 1) }, lazy: false });
  const results = await Promise.all(Array.from({ length: 15 }, () => all(client, story.query)));
  expect(results.every(([result]) => result.data), "an answer each");
  expect(sockets === 1, "one socket");
  await client.dispose();
});

await check("an invalid operation is an error and the socket goes on", async () => {
  let closes = 0;
  const client = open({ on: { closed: () => (closes += 1) }, lazy: false });
  const errors = await all(client, { query: "{ nothingOfTheKind }" }).then(() => null, (error) => error);
  expect(code(errors) === "BAD_USER_INPUT", "BAD_USER_INPUT");
  const [result] = await all(client, story.query);
  expect(result.data && closes === 0, "an answer on the same socket");
  await client.dispose();
});

await check("a token of no session is closed with 4403", async () => {
  const client = open({ connectionParams: { authorization: "Bearer of-no-session" } });
  const event = await all(client, story.query).then(() => null, (error) => error);
  expect(event?.code === 4403, "4403");
});

await check("pings are answered", async () => {
  let pongs = 0;
  const client = open({ keepAlive: 50, lazy: false, on: { pong: () => (pongs += 1) } });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(pongs >= 3, "pongs");
  await client.dispose();
});

await check("a client that leaves a subscription may start it again", async () => {
  const client = open({ lazy: false });
  for (let times = 0; times < 3; times += 1) {
    const events = all(client, story.subscription, 1);
    await nudge();
    expect(changes(await events).length === 1, "a change");
  }
  await client.dispose();
});
done();
