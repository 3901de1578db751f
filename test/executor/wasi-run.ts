import { Buffer } from "node:buffer";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WASI } from "node:wasi";
import {
  Wasi,
  type WasiEvent,
  WasiExit,
  type WasiOptions,
  WasiPort,
  wasiSetup,
} from "../../runtime/executor/wasi/index.ts";
import { Gauge } from "../../runtime/meter/gauge.ts";
import { meter } from "../../runtime/meter/index.ts";

/** What came of a run that ended by returning or by exiting. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Contents, as text, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export const bytes = (content: string) => new TextEncoder().encode(content);

export const files = { "/given.txt": bytes("given\n"), "/below/given.txt": bytes("below\n") };
/** Those of `wasi-programs` that do the same on any host, and what they are given. */
export const programs: readonly (readonly [name: string, options: WasiOptions])[] = [
  ["files", { files, preopens: ["."] }],
  [
    "streams",
    {
      args: ["streams", "", "two words", "ünïcödé"],
      env: { HOME: "/", EMPTY: "", SIGN: "a=b" },
      stdin: bytes(`one\ntwo\n\n${"long ".repeat(50)}\nlast`),
    },
  ],
  [
    "words",
    {
      args: ["words", "out.txt"],
      stdin: bytes("the cat, the dog and the third: THE end\n".repeat(100)),
      files,
      preopens: ["."],
    },
  ],
];

export function programBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(`wasi-programs/${name}.wasm`, import.meta.url))));
}

export function memoryOf(instance: WebAssembly.Instance): WebAssembly.Memory {
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error("the program exports no memory");
  return memory;
}

/** Calls `_start`; how the program ended is in the state. What is thrown but the exit is thrown on. */
export function start(instance: WebAssembly.Instance): void {
  try {
    (instance.exports._start as () => void)();
  } catch (thrown) {
    if (!(thrown instanceof WasiExit)) throw thrown;
  }
}

export function resultOf(wasi: Wasi): Run {
  return {
    exitCode: wasi.exitCode ?? 0,
    stdout: text(wasi.stdout),
    stderr: text(wasi.stderr),
    files: texts(wasi.files()),
  };
}

/** Runs a program in a fresh instance on Fuelgauge's WASI. */
export function run(bytes: Uint8Array<ArrayBuffer>, options: WasiOptions): Run & { events: WasiEvent[] } {
  const events: WasiEvent[] = [];
  const wasi = new Wasi(wasiSetup(options), (event) => events.push(event));
  const port = new WasiPort(wasi);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), port.imports);
  port.bind(memoryOf(instance));
  start(instance);
  return { ...resultOf(wasi), events };
}

/** The same, and the fuel that it burned. */
export function runMetered(bytes: Uint8Array<ArrayBuffer>, options: WasiOptions): Run & { fuel: number } {
  const metered = meter(bytes, { mode: "exact" });
  const wasi = new Wasi(wasiSetup(options));
  let charged = 0;
  const port = new WasiPort(wasi, (units) => {
    charged += units;
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(metered.bytes), port.imports);
  port.bind(memoryOf(instance));
  start(instance);
  const { remaining } = new Gauge(instance.exports, metered);
  return { ...resultOf(wasi), fuel: metered.fuel - remaining + charged };
}

/** Runs a program on Node's WASI, in a folder of its own. Of the options it knows those that programs can tell. */
export function runOnNode(bytes: Uint8Array<ArrayBuffer>, options: WasiOptions): Run {
  const folder = mkdtempSync(join(tmpdir(), "wasi-"));
  const path = (name: string): string => join(folder, name);
  try {
    const sandbox = path("sandbox");
    mkdirSync(sandbox);
    for (const [name, content] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(sandbox, name)), { recursive: true });
      writeFileSync(join(sandbox, name), content);
    }
    writeFileSync(path("stdin"), options.stdin ?? "");
    const descriptors = [
      openSync(path("stdin"), "r"),
      openSync(path("stdout"), "w"),
      openSync(path("stderr"), "w"),
    ];
    const [stdin = 0, stdout = 1, stderr = 2] = descriptors;
    const wasi = new WASI({
      version: "preview1",
      args: [...(options.args ?? [])],
      env: { ...options.env },
      preopens: Object.fromEntries((options.preopens ?? []).map((name) => [name, sandbox])),
      stdin,
      stdout,
      stderr,
      returnOnExit: true,
    });
    const imports = wasi.getImportObject() as WebAssembly.Imports;
    const exitCode = wasi.start(new WebAssembly.Instance(new WebAssembly.Module(bytes), imports));
    for (const descriptor of descriptors) closeSync(descriptor);
    return {
      exitCode,
      stdout: readFileSync(path("stdout"), "utf8"),
      stderr: readFileSync(path("stderr"), "utf8"),
      files: filesBelow(sandbox),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All files below a folder, by path from it. */
export function filesBelow(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(folder.length)] = readFileSync(path, "utf8");
  }
  return files;
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

export function texts(files: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, text(content)]));
}
