import { cp, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { type Build, buildBundle } from "../../src/bundle/build.ts";
import { readBundle } from "../../src/bundle/read.ts";
import { FuelgaugeError } from "../../src/errors.ts";
import { build, contentOf, makeFolder, smallRuntime, writeFiles } from "./workshop.ts";

// Compiling takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A folder with the small runtime in `runtime/`, changed by `files`. */
async function makeRuntime(files: Record<string, string> = {}) {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  const runtime = join(folder, "runtime");
  await writeFiles(runtime, { ...smallRuntime, ...files });
  return { runtime, into: join(folder, "into"), outside: folder };
}

/** What the build of a runtime is refused with. */
async function refusalOf(files: Record<string, string>): Promise<FuelgaugeError> {
  const { runtime, into } = await makeRuntime(files);
  const thrown: unknown = await build(runtime, into).catch((thrown: unknown) => thrown);
  if (!(thrown instanceof FuelgaugeError)) throw new Error(`not refused, but ${String(thrown)}`);
  return thrown;
}

function runtimeJson(changes: Record<string, unknown>): Record<string, string> {
  const original: object = JSON.parse(smallRuntime["runtime.json"] ?? "");
  return { "runtime.json": JSON.stringify({ ...original, ...changes }) };
}

const home = await makeFolder();
/** A bundle of the small runtime as it is. */
const earlier = join(home.folder, "earlier");
let earlierBuild: Build;
afterAll(home.remove);
beforeAll(async () => {
  await writeFiles(join(home.folder, "runtime"), smallRuntime);
  earlierBuild = await build(join(home.folder, "runtime"), earlier);
});

/** Builds the small runtime after `files` have changed, with the earlier bundle to reuse. */
async function rebuild(files: Record<string, string>, reusable = earlier): Promise<Build & { into: string }> {
  const { runtime, into } = await makeRuntime(files);
  return { ...(await build(runtime, into, { folder: reusable, manifest: earlierBuild.manifest })), into };
}

test("a build gives a bundle that passes its own check and runs", async () => {
  const { manifest, built, reused } = earlierBuild;
  expect(built).toEqual(["twice", "thrice"]);
  expect(reused).toEqual([]);
  expect(await readBundle(earlier)).toEqual({ kind: "ok", manifest, folder: earlier });
  expect(Object.keys(manifest.files)).toEqual([
    "guests/thrice.wasm",
    "guests/twice.wasm",
    "host/index.mjs",
    "host/version.mjs",
  ]);
  const host: { interfaceVersion: number } = await import(
    pathToFileURL(join(earlier, "bundle", manifest.runtime?.host ?? "")).href
  );
  expect(host.interfaceVersion).toBe(interfaceVersion);
});

test("guests of the same sources come from the other bundle", async () => {
  const { built, reused, into } = await rebuild({});
  expect(built).toEqual([]);
  expect(reused).toEqual(["twice", "thrice"]);
  expect(await contentOf(into)).toEqual(await contentOf(earlier));
});

test("one character in a shared file compiles again what imports it, and only that", async () => {
  const shared = smallRuntime["shared/times.ts"] ?? "";
  const { built, reused, manifest } = await rebuild({ "shared/times.ts": shared.replace("x * y", "x - y") });
  expect(built).toEqual(["twice"]);
  expect(reused).toEqual(["thrice"]);
  expect(manifest.files["guests/twice.wasm"]).not.toEqual(earlierBuild.manifest.files["guests/twice.wasm"]);
});

test("another option compiles the guest again", async () => {
  const { built } = await rebuild(
    runtimeJson({
      guests: { twice: { source: "guests/twice.ts" }, thrice: { source: "guests/thrice.ts", optimize: 1 } },
    }),
  );
  expect(built).toEqual(["thrice"]);
});

test("a module that is not what its manifest says is compiled again", async () => {
  const damaged = await makeFolder();
  onTestFinished(damaged.remove);
  await cp(earlier, damaged.folder, { recursive: true });
  await writeFile(join(damaged.folder, "bundle", "guests/thrice.wasm"), "something else");
  expect((await rebuild({}, damaged.folder)).built).toEqual(["thrice"]);
});

test("an earlier bundle is replaced, also when it is the one to reuse", async () => {
  const { runtime, into } = await makeRuntime(
    runtimeJson({ guests: { thrice: { source: "guests/thrice.ts" } } }),
  );
  await cp(earlier, into, { recursive: true });
  const { reused } = await build(runtime, into, { folder: into, manifest: earlierBuild.manifest });
  expect(reused).toEqual(["thrice"]);
  expect(await readBundle(into)).toMatchObject({ kind: "ok" });
});

test("a folder called bundle that is not ours stays", async () => {
  const { runtime, into } = await makeRuntime();
  await writeFiles(into, { "bundle/precious.txt": "mine" });
  await expect(build(runtime, into)).rejects.toThrow("is no bundle of Fuelgauge");
  expect(Object.keys(await contentOf(into))).toEqual(["/bundle/precious.txt"]);
});

test("what the compiler says about a guest is told, with file and line", async () => {
  const { happened } = await refusalOf({
    "guests/twice.ts": "export function twice(x: i32): i32 {\n  return y;\n}\n",
    "guests/thrice.ts": 'export function thrice(x: i32): i32 { return "3"; }\n',
  });
  expect(happened).toContain('The guest "twice" does not compile');
  expect(happened).toContain("Cannot find name 'y'");
  expect(happened).toContain("guests/twice.ts(2,10)");
  expect(happened).toContain('The guest "thrice" does not compile');
});

test("nothing is written when something does not compile", async () => {
  const { runtime, into } = await makeRuntime({ "guests/thrice.ts": "nonsense(" });
  await expect(build(runtime, into)).rejects.toThrow(FuelgaugeError);
  expect(await readBundle(into)).toEqual({ kind: "unreadable", reason: "it holds no bundle" });
});

test.each<[what: string, files: Record<string, string>, happened: string]>([
  ["runtime.json is not JSON", { "runtime.json": "{" }, "JSON"],
  ["an unknown entry", runtimeJson({ flags: ["--transform", "./evil.js"] }), '"flags"'],
  ["an unknown option", runtimeJson({ guests: { a: { source: "a.ts", transform: "x" } } }), '"transform"'],
  ["a source outside", runtimeJson({ guests: { a: { source: "../a.ts" } } }), "stays inside the folder"],
  ["an absolute source", runtimeJson({ guests: { a: { source: "/etc/a.ts" } } }), "stays inside the folder"],
  ["a missing source", runtimeJson({ guests: { a: { source: "guests/a.ts" } } }), "guests/a.ts"],
  ["no guests", runtimeJson({ guests: {} }), "at least one guest"],
  ["a name that is a path", runtimeJson({ guests: { "../a": { source: "guests/thrice.ts" } } }), "../a"],
  ["another interface", runtimeJson({ interface: 7 }), "runtime interface 7"],
  ["a missing host", runtimeJson({ host: "host/gone.ts" }), "host/gone.ts"],
  [
    "host code that needs a package",
    { "host/version.ts": 'import "lodash";\nexport const version = 1;\n' },
    '"lodash"',
  ],
  [
    "host code where a bundle has its packages",
    { "host/version.ts": 'export * from "../packages/version.ts";\n', "packages/version.ts": "" },
    "packages/version.ts",
  ],
  ["host code outside", { "host/version.ts": 'export * from "../../x.ts";\n' }, '"../../x.ts"'],
  [
    "host code that is no TypeScript",
    { "host/version.ts": "export const version = = 1;" },
    "host/version.ts",
  ],
  ["host code with an enum", { "host/version.ts": "export enum E { A }" }, "host/version.ts"],
  [
    "a package as an import of a guest",
    { "guests/thrice.ts": 'import { x } from "pkg";\nexport const y = x;\n' },
    "pkg.ts",
  ],
  [
    "memory that was not declared",
    { "guests/thrice.ts": "export function thrice(x: i32): i32 { return load<i32>(x); }\n" },
    "uses memory",
  ],
])("refused: %s", async (_what, files, happened) => {
  const refusal = await refusalOf(files);
  expect(refusal.happened).toContain(happened);
  expect(refusal.expected).not.toBe("");
  expect(refusal.remedy).not.toBe("");
});

test("the packages that host code may import are named when it imports another", async () => {
  const { expected } = await refusalOf({ "host/version.ts": 'export { version } from "lodash";\n' });
  expect(expected).toContain("the packages ajv/dist/2020.js, css-select, ");
});

test("refused: a folder that is not there", async () => {
  const { outside, into } = await makeRuntime();
  await expect(build(join(outside, "nowhere"), into)).rejects.toThrow("There is no runtime to build in");
});

test("a link that leads out of the folder is no source", async () => {
  const { runtime, into, outside } = await makeRuntime();
  await writeFiles(outside, { "secret.ts": "export const version: number = 1;\n" });
  await symlink(join(outside, "secret.ts"), join(runtime, "host", "linked.ts"));
  await writeFiles(runtime, { "host/version.ts": 'export { version } from "./linked.ts";\n' });
  await expect(build(runtime, into)).rejects.toThrow("host/linked.ts, which is not in");
});

test("an asconfig.json of the runtime has no say", async () => {
  const { runtime, into } = await makeRuntime({
    "asconfig.json": JSON.stringify({ options: { transform: ["./evil.js"], debug: true } }),
    "evil.js": "process.exit(3);\n",
  });
  await build(runtime, into);
  expect(await contentOf(into)).toEqual(await contentOf(earlier));
});

test("a compiler process that dies is told with its last words", async () => {
  const { runtime, into, outside } = await makeRuntime();
  await writeFiles(outside, { "dies.mjs": 'console.error("no more"); process.exit(7);\n' });
  const dying = buildBundle({
    runtime,
    project: null,
    into,
    compilerEntry: join(outside, "dies.mjs"),
    log: () => {},
  });
  await expect(dying).rejects.toThrow(/exit status 7\.\nno more/);
});

test("a Node that cannot be started is told", async () => {
  const { runtime, into, outside } = await makeRuntime();
  const entry = new URL("../../src/bundle/compiler.ts", import.meta.url);
  const node = join(outside, "no-node");
  const building = buildBundle({ runtime, project: null, into, compilerEntry: entry, node, log: () => {} });
  await expect(building).rejects.toThrow("could not be started");
});
