// One act with everything that can come of it: a mutation under an idempotency key, and each member of its result.
import type { Client } from "@urql/core";
import { RequestJudgmentDocument, type RequestJudgmentInput, type RequestJudgmentMutation } from "../generated/index.js";

type Result = NonNullable<RequestJudgmentMutation["requestJudgment"]>;
type Of<Name extends Result["__typename"]> = Extract<Result, { readonly __typename: Name }>;
type Intent = Omit<RequestJudgmentInput, "idempotencyKey">;

export type Outcome =
  | { readonly is: "done"; readonly claim: Of<"RequestJudgmentSuccess">["claim"] }
  | { readonly is: "changed meanwhile"; readonly fields: readonly string[] }
  | { readonly is: "closed"; readonly because: readonly string[] }
  | { readonly is: "wrong"; readonly messages: ReadonlyMap<string, string> }
  | { readonly is: "refused"; readonly message: string };

/** The key belongs to the intent, not to the attempt: a network failure is answered by sending the same again. */
export async function requestJudgment(client: Client, intent: Intent, attempts = 3): Promise<Outcome> {
  const input: RequestJudgmentInput = { ...intent, idempotencyKey: crypto.randomUUID() };
  for (let attempt = 1; ; attempt += 1) {
    const { data, error } = await client.mutation(RequestJudgmentDocument, { input }).toPromise();
    if (data?.requestJudgment) return outcome(data.requestJudgment);
    const mayComeAgain = error?.networkError !== undefined && attempt < attempts;
    if (!mayComeAgain) throw error ?? new Error("an answer without data");
  }
}

function outcome(result: Result): Outcome {
  switch (result.__typename) {
    case "RequestJudgmentSuccess":
      return { is: "done", claim: result.claim };
    case "StaleVersionError":
      return { is: "changed meanwhile", fields: result.changedFields };
    case "RefusedError":
      return { is: "closed", because: result.reasons.map((reason) => reason.explanation) };
    case "ValidationErrors":
      return { is: "wrong", messages: new Map(result.errors.map((each) => [each.path.join("."), each.message])) };
    case "NotFoundError":
    case "NotPermittedError":
    case "IdempotencyConflictError":
      return { is: "refused", message: result.message };
  }
}
