/**
 * Counts the fuel of the tasks of ordinary benchmark files as often as it is told, each time in a process of its own, and says
 * whether it came out the same: `node bench/fuel.ts [times]`. The tasks check their answers, so a meter that changed them would
 * be told as a failure.
 */
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildHead } from "../src/head.ts";
import type { Job } from "../src/measure/job.ts";
import { performJob } from "../src/measure/process.ts";
import { unsteady } from "../src/measure/steadiness.ts";
import { noConfig } from "../src/model/config.ts";
import { programEntry } from "../src/programs.ts";

const examples = ["sql", "quickjs", "tree-sitter"];
const times = Number(process.argv[2] ?? 20);
const root = fileURLToPath(new URL("..", import.meta.url));
await using scratch = await mkdtempDisposable(join(tmpdir(), "fuelgauge-fuel-"));

for (const example of examples) {
  const into = join(scratch.path, example);
  const { manifest } = await buildHead({
    place: { folder: join(root, "examples", example), root },
    config: noConfig,
    suites: ["auto"],
    runtime: "none is built",
    into,
    base: { kind: "absent", reason: "nothing is compared" },
    node: process.execPath,
    log() {},
  });
  for (const { id } of manifest.project?.cases ?? []) console.log(await count(into, id));
}

async function count(into: string, id: string): Promise<string> {
  const counts = new Map<number, number>();
  const failures = new Set<string>();
  for (let i = 0; i < times; i++) {
    const subject = { arm: "head", folder: into } as const;
    const job: Job = { kind: "fuel", subject, cases: [id], profile: false, times: 1, seed: i };
    const end = await performJob(
      job,
      (report) => {
        if (report.kind === "failed") failures.add(report.message);
        if (report.kind !== "samples" || report.metric !== "fuel") return;
        for (const fuel of report.samples) counts.set(fuel, (counts.get(fuel) ?? 0) + 1);
      },
      {
        node: process.execPath,
        measurer: programEntry("measurer"),
        definitions: [into],
        steadiness: unsteady,
        confinement: { bundles: [into], nodeVersion: process.version },
        silenceMs: 60_000,
      },
    );
    if (end.kind === "died") failures.add(end.message);
  }
  const seen = [...counts].map(([fuel, often]) => `${fuel.toLocaleString("en-US")} units ${often} times`);
  return `${id}: ${[...seen, ...failures].join("; ")}`;
}
