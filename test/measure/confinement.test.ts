import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Confinement, canConfine, confinementFlags } from "../../src/measure/confinement.ts";
import type { Report } from "../../src/measure/job.ts";
import { performJob } from "../../src/measure/process.ts";
import { unsteady } from "../../src/measure/steadiness.ts";
import { makeFolder, writeFiles } from "../bundle/workshop.ts";
import { builtProgram } from "../support/built.ts";
import { contestant, measureBriefly } from "./fixture.ts";

const measurer = builtProgram("measurer");

let workshop: Awaited<ReturnType<typeof makeFolder>>;
beforeAll(async () => {
  workshop = await makeFolder();
});
afterAll(() => workshop.remove());

function confinementOf(bundle: string): Confinement {
  return { bundles: [bundle], nodeVersion: process.version };
}

/** Host code that tries what measured code must not be able to do, and fails loudly with what it could. */
const curious = (folder: string) => `
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { Worker } from "node:worker_threads";
const tries: Record<string, () => unknown> = {
  "read the environment of its parent": () => readFileSync("/proc/" + process.ppid + "/environ"),
  "read what lies where it was started": () => readFileSync(${JSON.stringify(join(folder, "private"))}),
  "write a file": () => writeFileSync(${JSON.stringify(join(folder, "left-behind"))}, ""),
  "write a database": () => {
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    new DatabaseSync(${JSON.stringify(join(folder, "left-behind.sqlite"))}).exec("create table if not exists t (x)");
  },
  "start a thread of hooks": () => register("data:text/javascript,"),
  "start a thread without its confinement": () => new Worker("", { eval: true, execArgv: [] }),
  "start a program": () => { if (spawnSync(process.execPath, ["--version"]).status !== 0) throw new Error(); },
};
const done = Object.entries(tries).filter(([, attempt]) => { try { attempt(); return true; } catch { return false; } });
if (done.length > 0) throw new Error("it could " + done.map(([name]) => name).join(", "));
`;

test("measured code can neither read its parent's secrets, nor write, nor start threads and programs", async () => {
  const folder = join(workshop.folder, "curious");
  await writeFiles(workshop.folder, { private: "nobody's business" });
  const before = process.cwd();
  process.chdir(workshop.folder);
  onTestFinished(() => process.chdir(before));
  const head = await contestant(folder, "head", { guests: ["add"], host: curious(workshop.folder) });
  const suites = ["instantiation/warm-start", "instantiation/cold-start", "load/fresh-guests"];
  const { failures, measurements } = await measureBriefly({ contestants: [head], suites });
  expect(failures).toEqual([]);
  expect(new Set(measurements.map((each) => each.case))).toContain("load/fresh-guests");

  const job = {
    kind: "cold",
    subject: { arm: "head", folder: head.folder },
    case: "instantiation/cold-start",
    seed: 1,
  } as const;
  const said: string[] = [];
  const note = (report: Report) => void (report.kind === "failed" && said.push(report.message));
  await performJob(job, note, {
    node: process.execPath,
    measurer,
    steadiness: unsteady,
    confinement: null,
    silenceMs: 30_000,
  });
  expect(said[0], "without confinement the probe works").toMatch(
    /it could .*read what lies where it was started, write a file, write a database, start a thread of hooks, start a thread without its confinement, start a program/,
  );
});

test("a load job has a folder of its own to write to while it runs, in its threads as well", async () => {
  const writes = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { isMainThread } from "node:worker_threads";
    const scratch = process.execArgv.find((flag) => flag.startsWith("--allow-fs-write="))?.split("=")[1];
    writeFileSync(scratch + "/audit", "as it happened");
    throw new Error(JSON.stringify({ scratch, isMainThread, read: readFileSync(scratch + "/audit", "utf8") }));`;
  const folder = join(workshop.folder, "writes");
  const head = await contestant(folder, "head", { guests: ["add"], host: writes });
  const job = {
    kind: "load",
    subject: { arm: "head", folder: head.folder },
    case: "load/fresh-guests",
    threads: 1,
    windows: 1,
    windowMs: 1,
    network: false,
    seed: 1,
  } as const;
  const said: string[] = [];
  const note = (report: Report) => void (report.kind === "failed" && said.push(report.message));
  const confinement = confinementOf(head.folder);
  await performJob(job, note, {
    node: process.execPath,
    measurer,
    steadiness: unsteady,
    confinement,
    silenceMs: 30_000,
  });
  const { scratch, ...rest } = JSON.parse(said[0] ?? "{}");
  expect(rest).toEqual({ isMainThread: false, read: "as it happened" });
  expect(dirname(scratch)).toBe(realpathSync(tmpdir()));
  expect(existsSync(scratch), "it is gone").toBe(false);
});

/** Tries to get out of the limits of its process, and says which attempts succeeded. */
const escapes = (secret: string, scratch: string) => `
import fs, { readFileSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { isMainThread, parentPort, Worker, SHARE_ENV } from "node:worker_threads";
const succeeded = [];
const attempt = (name, act) => { try { act(); succeeded.push(name); } catch {} };
attempt("write to scratch", () => writeFileSync(${JSON.stringify(scratch)} + "/file", ""));
attempt("read scratch", () => readFileSync(${JSON.stringify(scratch)} + "/file"));
attempt("read the secret", () => readFileSync(${JSON.stringify(join(secret, "secret"))}));
attempt("write beside the secret", () => writeFileSync(${JSON.stringify(join(secret, "mine"))}, ""));
attempt("register hooks", () => register("data:text/javascript,"));
attempt("link", () => fs.symlinkSync(${JSON.stringify(scratch)}, ${JSON.stringify(join(scratch, "up"))}));
await fs.promises.symlink(${JSON.stringify(scratch)}, ${JSON.stringify(join(scratch, "over"))})
  .then(() => succeeded.push("promise of a link"), () => {});
if (isMainThread) {
  const file = new URL(import.meta.url);
  const env = { NODE_OPTIONS: ${JSON.stringify(`--allow-fs-read=${secret} --allow-fs-write=${secret}`)} };
  const hidden = class extends Worker {}.prototype.constructor;
  const threads = {
    plain: () => new Worker(file),
    "without flags": () => new Worker(file, { execArgv: [] }),
    "with flags": () => new Worker(file, { execArgv: ["--permission", "--allow-fs-read=*", "--allow-fs-write=*"] }),
    "with an environment": () => new Worker(file, { env }),
    "with a shared environment": () => { Object.assign(process.env, env); return new Worker(file, { env: SHARE_ENV }); },
    "of its own class": () => new hidden(file, { execArgv: [] }),
    "of its instance's class": () => new (Object.getPrototypeOf(new Worker(file)).constructor)(file, { execArgv: [] }),
    "given as text": () => new Worker("import(" + JSON.stringify(file.href) + ")", { eval: true }),
    "of the parent class": () => new (Object.getPrototypeOf(class extends Worker {}))(file, { execArgv: [] }),
  };
  const all = { main: succeeded };
  for (const [name, start] of Object.entries(threads)) {
    all[name] = await new Promise((resolve) => start().once("message", resolve).once("error", (e) => resolve(e.message)));
  }
  console.log(JSON.stringify(all));
  process.exit();
} else {
  attempt("start a thread", () => new Worker("", { eval: true }));
  parentPort.postMessage(succeeded);
}
`;

test("threads have the limits of their process, whatever they are started with", async () => {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  const [secret, scratch, bundle] = ["secret", "scratch", "bundle"].map((name) => join(folder, name));
  if (!secret || !scratch || !bundle) throw new Error("three folders");
  await writeFiles(secret, { secret: "nobody's business" });
  await writeFiles(scratch, { file: "" });
  await writeFiles(bundle, { "escapes.mjs": escapes(secret, scratch) });
  const needs = { threads: true, network: false, scratch };
  const flags = confinementFlags(confinementOf(bundle), needs);
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, join(bundle, "escapes.mjs")], {
    cwd: secret,
  });
  const allowed = ["write to scratch", "read scratch"];
  expect(JSON.parse(stdout)).toEqual({
    main: allowed,
    plain: allowed,
    "without flags": allowed,
    "with flags": allowed,
    "with an environment": allowed,
    "with a shared environment": allowed,
    "of its own class": allowed,
    "of its instance's class": allowed,
    "given as text": allowed,
    "of the parent class": allowed,
  });
});

test("a program may lie in a folder with a relative name, as those of the command line do", async () => {
  const head = await contestant(join(workshop.folder, "near"), "head", { guests: ["add"] });
  const folder = relative(process.cwd(), head.folder);
  const { failures, measurements } = await measureBriefly({
    contestants: [{ ...head, folder }],
    suites: ["load/fresh-guests"],
  });
  expect(failures).toEqual([]);
  expect(measurements.map(({ metric }) => metric)).toContain("throughput");
});

test("no folder is named twice, with a slash and without, which ends Node 22 at once", () => {
  const needs = { threads: true, network: true, scratch: workshop.folder };
  const flags = confinementFlags(confinementOf(`${workshop.folder}/`), needs);
  expect(flags.filter((flag) => flag.endsWith("/"))).toEqual([]);
  expect(new Set(flags).size).toBe(flags.length);
});

test("the network is allowed by name where Node can refuse it, to those that need it", () => {
  const allowsNetwork = (nodeVersion: string, network: boolean) =>
    confinementFlags({ bundles: [], nodeVersion }, { threads: false, network, scratch: null }).includes(
      "--allow-net",
    );
  expect(allowsNetwork("v24.21.0", true)).toBe(false);
  expect(allowsNetwork("v25.0.0", true)).toBe(true);
  expect(allowsNetwork("v26.1.0", true)).toBe(true);
  expect(allowsNetwork("v26.1.0", false)).toBe(false);
});

test("what measured code says of cases that were not asked, or of the base, is not believed", async () => {
  const forged = JSON.stringify({ kind: "samples", metric: "time", arm: "ARM", samples: [1e-9] });
  const lies = `for (const arm of ["head", "base"]) for (const id of ["execution/native-add", "modules/add"]) {
    process.send?.({ ...JSON.parse(${JSON.stringify(forged)}), arm, case: id });
    process.send?.({ kind: "calibrated", case: id, timedNs: 1e-300, wallNs: 1e15 });
    process.send?.({ kind: "started", case: "nobody/knows" });
  }`;
  const folder = join(workshop.folder, "lies");
  const head = await contestant(folder, "head", { guests: ["add"], host: lies });
  const base = await contestant(folder, "base", { guests: ["add"] });
  const { measurements, costs } = await measureBriefly({
    contestants: [base, head, { ...base, arm: "control" }],
    suites: ["instantiation/warm-start", "execution/native-add"],
  });
  expect(measurements.filter(({ samples }) => samples.includes(1e-9))).toEqual([]);
  expect(costs.get("execution/native-add")?.wallNs).toBeLessThan(1e15);
});

test("only a Node whose permissions hold may measure", () => {
  const versions = ["v20.20.2", "v22.12.0", "v22.13.0", "v24.21.0", "v26.0.0"];
  expect(versions.map(canConfine)).toEqual([false, false, true, true, true]);
});
