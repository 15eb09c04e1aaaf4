// The public audits of GraphQL over HTTP.
import { auditServer } from "graphql-http";
import { check, done, story } from "./check.mjs";

// Operations by GET are refused on purpose, and these three audits (each a MAY) ask for them.
const ABOUT_GET = new Set(["5A70", "D6D5", "6A70"]);

for (const result of await auditServer({ url: story.url })) {
  const isRefused = ABOUT_GET.has(result.id);
  await check(`${result.id} ${result.name}${isRefused ? " (refused on purpose)" : ""}`, async () => {
    if (isRefused) {
      if (result.status === "ok") throw new Error("GET was answered");
    } else if (result.status !== "ok") {
      throw new Error(`${result.status}: ${result.reason}`);
    }
    return result.name.split(" ")[0];
  });
}
done();
