import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Contestant } from "../../src/measure/contestant.ts";
import type { MeasureOptions } from "../../src/measure/job-runner.ts";
import { startMeasuring } from "../../src/measure/measure.ts";
import { planRounds } from "../../src/measure/plan.ts";
import { unsteady } from "../../src/measure/steadiness.ts";
import type { Arm } from "../../src/model/measurement.ts";
import { selectCases } from "../../src/suites/catalog.ts";
import { build, writeFiles } from "../bundle/workshop.ts";
import { builtProgram } from "../support/built.ts";

const runtime = new URL("../../runtime", import.meta.url);

/** How a runtime differs from the bundled one. */
export interface Difference {
  /** Guests that it keeps. */
  readonly guests: readonly string[];
  /** Text that is put at the end of the host's entry file. */
  readonly host?: string;
  /** Replaces text of the host's entry file. */
  readonly replace?: readonly [from: string, to: string];
  /** Sources of guests that are others, by their path. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** Builds a variant of the bundled runtime below `folder`, as one arm of a comparison. */
export async function contestant(folder: string, arm: Arm, difference: Difference): Promise<Contestant> {
  const source = join(folder, `${arm}-runtime`);
  const into = join(folder, arm);
  await cp(runtime, source, { recursive: true });
  const description = JSON.parse(await readFile(join(source, "runtime.json"), "utf8"));
  description.guests = Object.fromEntries(difference.guests.map((name) => [name, description.guests[name]]));
  await writeFile(join(source, "runtime.json"), JSON.stringify(description));
  const entry = join(source, "host/index.ts");
  const [from, to] = difference.replace ?? ["", ""];
  const host = await readFile(entry, "utf8");
  if (!host.includes(from)) throw new Error(`the host no longer has the text ${from}`);
  await writeFile(entry, `${host.replace(from, () => to)}\n${difference.host ?? ""}`);
  await writeFiles(source, difference.sources ?? {});
  // compiling is what takes long, and most variants differ in their host alone
  const reuse = built.find((each) => difference.guests.every((guest) => guest in each.manifest.guests));
  const { manifest } = await build(source, into, reuse);
  built.push({ folder: into, manifest });
  return { arm, folder: into, manifest };
}

/** What this test file has built so far. */
const built: Pick<Contestant, "folder" | "manifest">[] = [];

/** Measures a few rounds at most. */
export async function measureBriefly(
  options: Pick<MeasureOptions, "contestants"> & { suites: string[]; seconds?: number },
) {
  const { contestants, suites, seconds = 2 } = options;
  const cases = selectCases(suites);
  const measuring = await startMeasuring({
    contestants,
    cases,
    node: process.execPath,
    nodeVersion: process.version,
    steadiness: unsteady,
    measurer: builtProgram("measurer"),
    seed: 1,
    onMeasurement: () => {},
  });
  const schedule = planRounds({
    cases,
    costs: measuring.costs,
    arms: contestants.length,
    neededRounds: 10,
    mostRounds: 24,
    sharesMs: new Map(cases.map(({ id }) => [id, (1000 * seconds) / cases.length])),
    threads: 2,
  });
  await measuring.run(schedule, () => {});
  return measuring;
}
