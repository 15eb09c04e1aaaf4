// A claimant's dashboard that stays as things are: read once, then kept by the live stream, across cuts and restarts.
import { CombinedError, type Client } from "@urql/core";
import type { GraphQLError } from "graphql";
import type { Client as SocketClient } from "graphql-ws";
import {
  ClaimantDashboardDocument,
  documentIds,
  type ClaimantDashboardQuery,
  type DashboardChangedSubscription,
  type DashboardChangedSubscriptionVariables,
} from "../generated/index.js";

type Viewer = NonNullable<ClaimantDashboardQuery["viewer"]>;
export type ClaimOnDashboard = Viewer["claims"]["nodes"][number];
type Event = DashboardChangedSubscription["dashboardChanged"];
export type Change = Extract<Event, { readonly __typename: "CaseChange" }>;

/** The access has ended, as the socket is closed and as an answer says it. */
const ENDED = new Set<Code>([4403, "UNAUTHENTICATED"]);
/** What passes: a cut, a restart (1012), reading too slowly (1013), too many sockets (4429), and a service in trouble. */
const PASSING = new Set<Code>([
  1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4429, 4499,
  "INTERNAL", "NETWORK", "RATE_LIMITED", "SERVICE_UNAVAILABLE", "TIMEOUT",
]);
type Code = number | string;

export interface Dashboard {
  /** Show these claims instead of what was shown. */
  showAll(claims: readonly ClaimOnDashboard[]): void;
  /** Show a claim as it is now, and say what happened. May come for a claim that was not shown yet. */
  showChange(change: Change): void;
  /** The session has ended, or the access: sign in again. */
  signedOut(): void;
}

/** Keep a dashboard until the signal says stop, or the session ends. */
export async function keep(dashboard: Dashboard, client: Client, socket: SocketClient, stop: AbortSignal): Promise<void> {
  let cursor: string | null = null;
  for (let failures = 0; !stop.aborted; failures += 1) {
    if (failures > 0) await wait(failures, stop);
    try {
      for await (const event of follow(socket, { after: cursor }, stop)) {
        failures = 0;
        // Only now that the stream is open: what happens while the page is read comes through it afterwards.
        if (cursor === null || event.__typename === "ResyncRequired") dashboard.showAll(await claims(client));
        if (event.__typename === "CaseChange") dashboard.showChange(event);
        cursor = event.cursor;
      }
    } catch (ending) {
      const codes = codesOf(ending);
      if (codes.some((code) => ENDED.has(code))) return dashboard.signedOut();
      if (!codes.every((code) => PASSING.has(code))) throw ending;
    }
  }
}

async function claims(client: Client): Promise<readonly ClaimOnDashboard[]> {
  const { data, error } = await client.query(ClaimantDashboardDocument, { first: 50 }).toPromise();
  if (error) throw error;
  return data?.viewer?.claims.nodes ?? [];
}

async function* follow(
  socket: SocketClient,
  variables: DashboardChangedSubscriptionVariables,
  stop: AbortSignal,
): AsyncGenerator<Event> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: documentIds.DashboardChanged } };
  const results = socket.iterate<DashboardChangedSubscription>({ query: "", variables, extensions });
  const leave = () => void results.return?.();
  stop.addEventListener("abort", leave);
  try {
    for await (const { data, errors } of results) {
      if (errors) throw errors;
      if (data) yield data.dashboardChanged;
    }
  } finally {
    stop.removeEventListener("abort", leave);
  }
}

/** graphql-ws throws the close event of its socket, or the errors of its operation; urql has one error for all. */
function codesOf(ending: unknown): readonly Code[] {
  if (ending instanceof CombinedError) {
    return ending.networkError ? ["NETWORK"] : ending.graphQLErrors.map(({ extensions }) => String(extensions?.["code"]));
  }
  if (Array.isArray(ending)) return ending.map((each: GraphQLError) => String(each.extensions["code"]));
  const code: unknown = typeof ending === "object" && ending !== null && "code" in ending ? ending.code : undefined;
  return [typeof code === "number" ? code : "UNKNOWN"];
}

/** Wait longer each time, and not all clients the same time: up to half a minute. */
async function wait(failures: number, stop: AbortSignal): Promise<void> {
  const milliseconds = Math.min(30_000, 250 * 2 ** Math.min(failures, 7)) * (0.5 + Math.random() / 2);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
