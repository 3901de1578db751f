/** A process that has one arm of a group, and takes a turn whenever it is asked: `arm-process.ts <group's URL> <arm>`. */
import type { Answer, Arms, Request } from "./turns.ts";

const [group = "", name = ""] = process.argv.slice(2);
const { arms } = (await import(group)) as { arms: Arms };
const setUp = arms[name];
if (setUp === undefined)
  throw new Error(`${group} has no arm "${name}"; it has ${Object.keys(arms).join(", ")}.`);
const arm = await setUp();

process.on("message", async (request: Request) => {
  answer(request === "turn" ? await turn() : await end());
});
process.on("disconnect", () => process.exit());
answer({ kind: "ready" });

async function turn(): Promise<Answer> {
  const startUs = performance.now() * 1_000;
  const start = process.cpuUsage();
  const samples = await arm.turn();
  const { user, system } = process.cpuUsage(start);
  return { kind: "turn", samples, processors: (user + system) / (performance.now() * 1_000 - startUs) };
}

async function end(): Promise<Answer> {
  await arm.end?.();
  return { kind: "ended" };
}

function answer(message: Answer): void {
  process.send?.(message);
}
