import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import { longTest } from "../support/long.ts";
import {
  baselineName,
  bearWitness,
  expectNoBaseline,
  hasSpoken,
  openHarmlessPull,
  project,
  runFuelgauge,
  runtimeOfTwo,
  storeBaseline,
} from "./support.ts";

/** What is done to the files of a baseline, given a statement that bears witness, and what is said about it. */
interface Tampering {
  readonly what: string;
  tamper(files: Map<string, string | Uint8Array>, statement: string): string;
}

const tamperings: readonly Tampering[] = [
  {
    what: "its host code does more",
    tamper(files, statement) {
      const host = String(files.get("bundle/host/index.mjs"));
      files.set("bundle/host/index.mjs", host + statement);
      return `host/index.mjs has ${host.length + statement.length} bytes instead of ${host.length}`;
    },
  },
  {
    what: "one bit of a guest is another",
    tamper(files) {
      const guest = Buffer.from(files.get("bundle/guests/fib.wasm") ?? "");
      guest.writeUInt8(guest.readUInt8(guest.length - 3) ^ 1, guest.length - 3);
      files.set("bundle/guests/fib.wasm", guest);
      return "the content of guests/fib.wasm is not what the manifest says";
    },
  },
  {
    what: "there is a file too many",
    tamper(files, statement) {
      files.set("bundle/host/more.mjs", statement);
      return "host/more.mjs is there, but the manifest does not list it";
    },
  },
  {
    what: "a guest is missing",
    tamper(files) {
      files.delete("bundle/guests/fib.wasm");
      return "guests/fib.wasm is missing";
    },
  },
];

// what else can be wrong with a bundle is tried without a run, in test/bundle/read.test.ts
const [worst, ...others] = tamperings;
test.each([worst])("a baseline is not run when $what", (each) => notRun(each));
longTest.each(others)("a baseline is not run when $what", (each) => notRun(each));

async function notRun(tampering: (typeof tamperings)[number] | undefined): Promise<void> {
  if (tampering === undefined) throw new Error("there is nothing to tamper with");
  const { tamper } = tampering;
  await using world = await project(runtimeOfTwo());
  const baseline = await storeBaseline(world);
  const files = new Map<string, string | Uint8Array>(filesOf(baseline));
  const flaw = tamper(files, bearWitness);
  replaceFiles(baseline, files);
  const pull = openHarmlessPull(world);
  const suites = "execution/fib-20\ninstantiation/warm-start";
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  const artifact = `the artifact ${baselineName} of run ${baseline.run.id}`;
  expectNoBaseline(world, pull, checked, `${artifact} cannot be used: ${flaw}`);
  expect(hasSpoken(world)).toBe(false);
}

test("a path in a baseline that leads out of its folder leads nowhere", async () => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  const outside = mkdtempSync(join(tmpdir(), "outside-"));
  const target = join(outside, "escaped");
  const path = "../".repeat(32) + target.slice(1);
  replaceFiles(baseline, new Map<string, string | Uint8Array>(filesOf(baseline)).set(path, "escaped"));
  const checked = await runFuelgauge(world, world.pullRequest(openHarmlessPull(world)));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(existsSync(target)).toBe(false);
  rmSync(outside, { recursive: true });
});
