import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { performJob } from "../../src/measure/process.ts";
import { unsteady } from "../../src/measure/steadiness.ts";
import { manifestVersion } from "../../src/model/manifest.ts";
import { builtProgram } from "../support/built.ts";

/** A bundle without guests whose host does what it is told while it is loaded. */
async function performWithHost(host: string, silenceMs = 30_000) {
  const folder = await mkdtemp(join(tmpdir(), "fuelgauge-test-"));
  try {
    const runtime = { interface: interfaceVersion, host: "h.mjs", compiler: "none" };
    const manifest = { schema: manifestVersion, runtime, guests: {}, project: null, files: {} };
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    const { mkdir } = await import("node:fs/promises");
    await mkdir(join(folder, "bundle"));
    await writeFile(join(folder, "bundle/h.mjs"), host);
    const sampling = { id: "execution/noop", repeat: 1, turn: 1, turns: 1, warmUpTurns: 0, placements: 1 };
    const subjects = [{ arm: "head" as const, folder }];
    const job = { kind: "sample" as const, subjects, host: "bundle" as const, cases: [sampling], seed: 1 };
    const measurer = builtProgram("measurer");
    const options = { node: process.execPath, measurer, steadiness: unsteady, confinement: null, silenceMs };
    return await performJob(job, () => {}, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a process that hangs is killed, and said to have been silent", async () => {
  const end = await performWithHost("for (;;) ;", 1_000);
  expect(end).toMatchObject({
    kind: "died",
    running: null,
    message: expect.stringContaining("no answer for 1 s"),
  });
});

test("what a dying process said last is kept", async () => {
  const end = await performWithHost("throw new Error('no such luck');");
  expect(end).toMatchObject({ kind: "died", message: expect.stringContaining("no such luck") });
});

test("a process that speaks out of turn is not believed", async () => {
  const end = await performWithHost(
    "process.send({ kind: 'samples', case: 'execution/noop', samples: ['1'] }); await new Promise(() => setInterval(() => {}, 1000));",
  );
  expect(end).toMatchObject({
    kind: "died",
    message: expect.stringContaining("said something that is no report"),
  });
});
