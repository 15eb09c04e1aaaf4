// The graphql-sse client, in its distinct connections mode.
import { createClient } from "graphql-sse";
import { changes, check, code, done, expect, headers, nudge, story } from "./check.mjs";

const open = (options = {}) => createClient({ url: story.url, headers, retryAttempts: 0, ...options });

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
  const [result] = await all(open(), story.query);
  expect(result.data && !result.errors, "data without errors");
});

await check("a subscription yields what happens", async () => {
  const events = all(open(), story.subscription, 1);
  const reference = await nudge();
  const [change] = changes(await events);
  expect(change.claim.reference === reference, "the claim that was lodged");
});

await check("an invalid operation is a result with its errors", async () => {
  const [result] = await all(open(), { query: "{ nothingOfTheKind }" });
  expect(code(result.errors) === "BAD_USER_INPUT", "BAD_USER_INPUT");
});

await check("a token of no session is refused", async () => {
  const client = open({ headers: { authorization: "Bearer of-no-session" } });
  const error = await all(client, story.query).then(() => null, (each) => each);
  expect(error?.response?.status === 401, "401");
});
done();
