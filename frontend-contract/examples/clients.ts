// The clients of the contract: urql for queries and mutations, graphql-ws for what is followed live.
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient, type Client as SocketClient } from "graphql-ws";
import { documentIds } from "../generated/index.js";

export interface Service {
  /** Where the endpoint is, as `https://claims.example/graphql`. */
  readonly url: string;
  /** The bearer token of the session. */
  readonly token: string;
}

/** urql, sending ids of documents instead of their text, as production wants it. */
export function urql({ url, token }: Service): Client {
  const byId = persistedExchange({
    enforcePersistedQueries: true,
    preferGetForPersistedQueries: false,
    enableForMutation: true,
    enableForSubscriptions: true,
    generateHash: async (_text, document) => {
      const [operation] = document.definitions;
      const name = operation?.kind === "OperationDefinition" ? operation.name?.value : undefined;
      return idOf(name);
    },
  });
  return new Client({
    url,
    preferGetMethod: false,
    exchanges: [byId, fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  });
}

/** graphql-ws, which does not come again by itself: who follows a stream knows from which cursor on. */
export function socket({ url, token }: Service): SocketClient {
  return createClient({
    url: url.replace(/^http/, "ws"),
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
}

export function idOf(name: string | undefined): string {
  const id = Object.entries(documentIds).find(([each]) => each === name)?.[1];
  if (id === undefined) throw new Error(`${name} is not a document of the contract`);
  return id;
}
