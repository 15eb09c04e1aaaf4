// Apollo Client with the contract's possible types, sending ids of documents instead of their text.
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { getMainDefinition } from "@apollo/client/utilities";
import possibleTypes from "../possible-types.json" with { type: "json" };
import { idOf, type Service } from "./clients.js";

export function apollo({ url, token }: Service): ApolloClient {
  const byId = new PersistedQueryLink({
    generateHash: (document) => {
      const operation = getMainDefinition(document);
      return idOf(operation.kind === "OperationDefinition" ? operation.name?.value : undefined);
    },
    disable: () => false,
    retry: () => false,
  });
  return new ApolloClient({
    cache: new InMemoryCache({ possibleTypes }),
    link: byId.concat(new HttpLink({ uri: url, headers: { authorization: `Bearer ${token}` } })),
  });
}
