// What the scripts share: the story to run (in the first argument, as JSON), and one line of JSON for each check.
export const story = JSON.parse(process.argv[2]);
export const headers = story.token ? { authorization: `Bearer ${story.token}` } : {};

let failures = 0;

export async function check(name, act) {
  let detail;
  try {
    detail = await Promise.race([
      act(),
      new Promise((_, reject) => setTimeout(() => reject(new Error("nothing came within 20 s")), 20_000).unref()),
    ]);
    console.log(JSON.stringify({ name, passed: true, detail }));
  } catch (error) {
    failures += 1;
    console.log(JSON.stringify({ name, passed: false, detail: String(error?.stack ?? JSON.stringify(error)) }));
  }
}

export function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

// Something that makes the subscribed thing change, where it does not by itself.
export async function nudge() {
  if (!story.nudge) return;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const response = await fetch(story.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(story.nudge),
  });
  expect(!(await response.json()).errors, "the nudge to be accepted");
}

export function code(errors) {
  return errors?.[0]?.extensions?.code;
}

export function done() {
  process.exit(failures ? 1 : 0);
}
