// @urql/core, with its own transport for queries and for subscriptions by fetch, and with graphql-ws.
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { changes, check, code, done, expect, headers, nudge, story } from "./check.mjs";

// Leaving a stream by fetch aborts it, and urql leaves the rejection of its own abort to nobody.
process.on("unhandledRejection", (error) => {
  if (error?.name !== "AbortError") throw error;
});

const common = { url: story.url, preferGetMethod: false, fetchOptions: { headers } };
const byFetch = () => new Client({ ...common, exchanges: [fetchExchange], fetchSubscriptions: true });

function firstChange(client) {
  return new Promise((resolve, reject) => {
    const { query, variables } = story.subscription;
    const { unsubscribe } = client.subscription(query, variables).subscribe((result) => {
      if (result.error) reject(result.error);
      const [change] = changes([result]);
      if (change) {
        unsubscribe();
        resolve(change);
      }
    });
  });
}

await check("a query is answered", async () => {
  const result = await byFetch().query(story.query.query, story.query.variables).toPromise();
  expect(result.data && !result.error, `data without errors, not ${result.error}`);
});

await check("a mutation sent twice is done once", async () => {
  const results = [];
  for (let times = 0; times < 2; times += 1) {
    results.push(await byFetch().mutation(story.mutation.query, story.mutation.variables).toPromise());
  }
  expect(!results[0].error && !results[1].error, "data without errors");
  const [first, second] = results.map((result) => result.data.lodgeClaim);
  expect(first.claim.id === second.claim.id && second.isReplayed, "the same claim, replayed");
});

await check("a subscription by fetch is a stream of what happens", async () => {
  const change = firstChange(byFetch());
  const reference = await nudge();
  expect((await change).claim.reference === reference, "the claim that was lodged");
});

await check("a subscription by WebSocket yields what happens", async () => {
  const socket = createClient({ url: story.socketUrl, connectionParams: headers });
  const forward = (request) => ({
    subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: request.query ?? "", variables: request.variables }, sink) }),
  });
  const client = new Client({ ...common, exchanges: [fetchExchange, subscriptionExchange({ forwardSubscription: forward })] });
  const change = firstChange(client);
  const reference = await nudge();
  expect((await change).claim.reference === reference, "the claim that was lodged");
  await socket.dispose();
});

await check("an invalid operation is an error with its code", async () => {
  const result = await byFetch().query("{ nothingOfTheKind }", {}).toPromise();
  expect(code(result.error?.graphQLErrors) === "BAD_USER_INPUT", "BAD_USER_INPUT");
});

await check("a token of no session is an error with its code", async () => {
  const client = new Client({ ...common, exchanges: [fetchExchange], fetchOptions: { headers: { authorization: "Bearer of-no-session" } } });
  const result = await client.query(story.query.query, story.query.variables).toPromise();
  expect(code(result.error?.graphQLErrors) === "UNAUTHENTICATED", "UNAUTHENTICATED");
});
done();
