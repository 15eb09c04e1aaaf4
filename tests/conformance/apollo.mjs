// @apollo/client: HttpLink for queries and mutations, GraphQLWsLink for subscriptions.
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { changes, check, done, expect, headers, nudge, story } from "./check.mjs";

const byHttp = (options = {}) =>
  new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: story.url, headers, ...options }) });

await check("a query is answered", async () => {
  const { data } = await byHttp().query({ query: gql(story.query.query), variables: story.query.variables });
  expect(data, "data");
});

await check("a mutation is answered", async () => {
  const { data } = await byHttp().mutate({ mutation: gql(story.mutation.query), variables: story.mutation.variables });
  expect(data.lodgeClaim.__typename === "LodgeClaimSuccess", "a claim");
});

await check("a subscription yields what happens", async () => {
  const socket = createClient({ url: story.socketUrl, connectionParams: headers });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });
  const change = new Promise((resolve, reject) => {
    const request = { query: gql(story.subscription.query), variables: story.subscription.variables };
    const subscription = client.subscribe(request).subscribe({
      next: (result) => {
        if (result.error) reject(result.error);
        const [found] = changes([result]);
        if (found) {
          subscription.unsubscribe();
          resolve(found);
        }
      },
      error: reject,
    });
  });
  const reference = await nudge();
  expect((await change).claim.reference === reference, "the claim that was lodged");
  await socket.dispose();
});

for (const accept of [undefined, "application/json"]) {
  await check(`an invalid operation is an error with its code (${accept ?? "Apollo's own Accept"})`, async () => {
    const client = byHttp(accept ? { headers: { ...headers, accept } } : {});
    const error = await client.query({ query: gql("{ nothingOfTheKind }") }).then(() => null, (each) => each);
    expect(CombinedGraphQLErrors.is(error), "GraphQL errors");
    expect(error.errors[0].extensions.code === "BAD_USER_INPUT", "BAD_USER_INPUT");
  });
}

await check("a token of no session is an error with its code", async () => {
  const client = byHttp({ headers: { authorization: "Bearer of-no-session" } });
  const request = { query: gql(story.query.query), variables: story.query.variables };
  const error = await client.query(request).then(() => null, (each) => each);
  expect(CombinedGraphQLErrors.is(error) && error.errors[0].extensions.code === "UNAUTHENTICATED", "UNAUTHENTICATED");
});
done();
