// The graphql-ws client: the reference implementation of graphql-transport-ws.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, code, done, expect, headers, nudge, story } from "./check.mjs";

const open = (options = {}) =>
  createClient({ url: story.socketUrl, webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0, ...options });

async function all(client, payload, enough = Infinity) {
  const results = [];
  for await (const result of client.iterate(payload)) {
    results.push(result);
    if (results.length >= enough) break;
  }
  return results;
}

await check("a query is answered", async () => {
  const client = open();
  const [result] = await all(client, story.query);
  expect(result.data && !result.errors, "data without errors");
  await client.dispose();
});

await check("a subscription yields its events", async () => {
  const client = open();
  const events = all(client, story.subscription, story.events);
  await nudge();
  expect((await events).every((event) => event.data && !event.errors), "events without errors");
  expect((await events).length === story.events, `${story.events} events`);
  await client.dispose();
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
    expect((await events).length === 1, "an event");
  }
  await client.dispose();
});
done();
