// The examples of the contract, as a front-end developer starts from them, run against the service.
import { check, done, expect, nudge, story } from "./check.mjs";
import { apollo } from "./node_modules/.examples/examples/apollo.js";
import { socket, urql } from "./node_modules/.examples/examples/clients.js";
import { keep } from "./node_modules/.examples/examples/live-dashboard.js";
import { requestJudgment } from "./node_modules/.examples/examples/request-judgment.js";
import { ClaimantDashboardDocument, ViewerDocument, documentIds } from "./node_modules/.examples/generated/index.js";

const until = async (holds) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
};

await check("every trusted document is known by its id alone", async () => {
  const answers = Object.values(documentIds).map(async (documentId) => {
    const types = { "content-type": "application/json", accept: "application/graphql-response+json" };
    const response = await fetch(story.url, { method: "POST", headers: types, body: JSON.stringify({ documentId }) });
    return (await response.json()).errors?.[0].extensions.code !== "OPERATION_NOT_TRUSTED";
  });
  expect((await Promise.all(answers)).every(Boolean), "no id to be unknown");
});

await check("urql sends the id of a document", async () => {
  const { data, error, operation } = await urql(story).query(ViewerDocument, {}).toPromise();
  expect(data?.viewer.__typename === "Viewer" && !error, `the viewer, not ${error}`);
  expect(operation.extensions.persistedQuery.sha256Hash === documentIds.Viewer, "the id");
});

await check("Apollo sends the id of a document, and its cache knows the objects", async () => {
  const client = apollo(story);
  const { data } = await client.query({ query: ClaimantDashboardDocument, variables: { first: 5 } });
  expect(data.viewer.claims.nodes.length > 0, "claims");
  expect(Object.keys(client.extract()).some((key) => key.startsWith("Claim:")), "claims under their ids");
});

await check("the live dashboard shows what there is, then what happens, over a cut", async () => {
  let shown;
  const changed = [];
  const stop = new AbortController();
  const dashboard = {
    showAll: (claims) => (shown = claims),
    showChange: (change) => change.kind === "CLAIM_LODGED" && changed.push(change.claim.reference),
    signedOut: () => changed.push("signed out"),
  };
  const sockets = socket(story);
  const kept = keep(dashboard, urql(story), sockets, stop.signal);
  await until(() => shown);
  const first = await nudge();
  await until(() => changed.includes(first));
  sockets.terminate();
  const second = await nudge();
  await until(() => changed.includes(second));
  stop.abort();
  await kept;
  expect(changed.join() === [first, second].join(), `each change once, not ${changed}`);
  await sockets.dispose();
});

await check("an ended session ends the live dashboard", async () => {
  const ended = [];
  const dashboard = { showAll: () => {}, showChange: () => {}, signedOut: () => ended.push(true) };
  const nobody = { ...story, token: "of-no-session" };
  await keep(dashboard, urql(nobody), socket(nobody), new AbortController().signal);
  expect(ended.length === 1, "to be told");
});

await check("an act that is closed answers its reasons", async () => {
  const client = urql(story);
  const { data } = await client.query(ClaimantDashboardDocument, { first: 50 }).toPromise();
  const claim = data.viewer.claims.nodes.find((each) => each.status === "AWAITING_RESPONSE");
  const intent = { claimId: claim.id, expectedVersion: claim.version, paymentOrder: { immediately: true } };
  const outcome = await requestJudgment(client, intent);
  expect(outcome.is === "closed" && outcome.because.length > 0, `reasons, not ${JSON.stringify(outcome)}`);
});
done();
