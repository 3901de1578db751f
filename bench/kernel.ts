/**
 * Measures the kernel: `npm run figures:kernel`. In process, and through the official client of the Model Context Protocol
 * over standard streams, beside a server that was made with its SDK and does nothing.
 *
 * `--rounds 8`: of each figure. `--errors 100000`: so many requests, every other one broken. `--soak 10`: minutes of requests without a
 * pause, with the heap looked at sixty times.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import * as host from "../runtime/host/index.ts";
import type { Stage } from "../src/suites/case.ts";
import { KernelTrial, requestText, resultOf } from "../src/suites/kernel/client.ts";
import { settledBytes } from "../src/suites/load/heap.ts";
import { complaintAbout, type Window } from "../src/suites/load/steadiness.ts";
import { trendOf } from "../src/suites/load/trend.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "8" },
    errors: { type: "string", default: "0" },
    soak: { type: "string", default: "0" },
  },
});
const rounds = Number(values.rounds);
const root = fileURLToPath(new URL("..", import.meta.url));
const toolsFolder = join(root, "dist", "tools");
const scratch = await mkdtemp(join(tmpdir(), "fuelgauge-kernel-"));

try {
  const trial = await KernelTrial.open(await stage());
  await inProcess(trial);
  await overStreams();
  if (values.errors !== "0") await errors(trial, Number(values.errors));
  if (values.soak !== "0") await soak(trial, Number(values.soak));
  await trial.close();
} finally {
  await rm(scratch, { recursive: true });
}

async function stage(): Promise<Stage> {
  const names = (await readdir(toolsFolder)).filter((name) => name.endsWith(".json"));
  const tools = await Promise.all(
    names.map(async (name) => ({
      manifest: await readFile(join(toolsFolder, name), "utf8"),
      module: await readFile(join(toolsFolder, name.replace(/json$/, "wasm"))),
    })),
  );
  return { host, bytes: () => new Uint8Array(0), tools: async () => tools, scratch, threads: 1 };
}

/** Sandboxed, with an audit log; each round's figures are of requests one after the other, from text to text. */
async function inProcess(trial: KernelTrial): Promise<void> {
  const requests = 10_000;
  const text = "The kernel of a nut is what is eaten. ".repeat(26_316).slice(0, 1_000_000);
  const figures = { lists: [] as number[], calls: [] as number[], payloads: [] as number[] };
  // the first round warms up
  for (let round = -1; round < rounds; round++) {
    const lists = await waited(trial, requests, () => trial.timed("tools/list", {}));
    const calls = await waited(trial, requests, async (number) => {
      const { result } = resultOf(await trial.timed("tools/call", sumOf(number)));
      if (result !== 2 * number + 1) throw new Error(`${number} + ${number + 1} gave ${result}`);
    });
    const payloads = await waited(trial, 20, async () => {
      const params = { name: "text_manipulator", arguments: { operation: "identity", text } };
      if (resultOf(await trial.timed("tools/call", params)).text !== text) throw new Error("another text");
    });
    if (round < 0) continue;
    figures.lists.push(1000 / lists);
    figures.calls.push(1000 / calls);
    figures.payloads.push(payloads);
  }
  tell("tools/list in process", figures.lists, "/s");
  tell("tools/call of calculator in process, answers checked", figures.calls, "/s");
  tell("1,000,000 characters there and back", figures.payloads, "ms");
  for (const [method, { requests, ms }] of trial.kernel.stages()) {
    const parts = Object.entries(ms).map(
      ([stage, sum]) => `${stage} ${((sum / requests) * 1000).toFixed(1)}`,
    );
    console.log(`${method}, µs in the mean: ${parts.join(", ")}`);
  }
}

/** The official client, calls one after the other and 16 at once; the two servers take turns. */
async function overStreams(): Promise<void> {
  const kernel = await connect([join(root, "dist", "cli.js"), "serve"]);
  const idle = await connect([fileURLToPath(new URL("./kernel/idle-server.ts", import.meta.url))]);
  const call = (client: Client, name: string) => (number: number) =>
    client.callTool({ name, arguments: { expression: `${number} + 1` } });
  for (const atOnce of [1, 16]) {
    const ratios: number[] = [];
    const seen = { kernel: [] as number[], idle: [] as number[] };
    // the first round warms both up
    for (let round = -1; round < rounds; round++) {
      const turns = [
        ["kernel", call(kernel, "calculator")],
        ["idle", call(idle, "nothing")],
      ] as const;
      const figures = { kernel: 0, idle: 0 };
      for (const [name, request] of round % 2 === 0 ? turns : turns.toReversed()) {
        figures[name] = await perSecond(1_000, request, atOnce);
      }
      if (round < 0) continue;
      seen.kernel.push(figures.kernel);
      seen.idle.push(figures.idle);
      ratios.push(figures.kernel / figures.idle);
    }
    console.log(`over standard streams, ${atOnce} at once:`);
    tell("  the kernel, calculator", seen.kernel, "/s");
    tell("  the SDK's server, a tool that does nothing", seen.idle, "/s");
    tell("  ratio", ratios, "");
  }
  await Promise.all([kernel.close(), idle.close()]);
}

async function connect(args: readonly string[]): Promise<Client> {
  const client = new Client({ name: "bench", version: "1" });
  const command = process.execPath;
  await client.connect(new StdioClientTransport({ command, args: [...args], stderr: "ignore" }));
  return client;
}

async function errors(trial: KernelTrial, requests: number): Promise<void> {
  let refused = 0;
  const before = await trial.send("tools/list", {});
  for (let number = 0; number < requests; number++) {
    if (number % 2 === 0) {
      if (resultOf(await trial.send("tools/call", sumOf(number))).result !== 2 * number + 1)
        throw new Error("a wrong sum");
      continue;
    }
    const broken = requestText(number, "tools/call", {
      name: "calculator",
      arguments: { expression: number },
    });
    if (!(await trial.sendText(broken)).includes('"code":-32602'))
      throw new Error("a broken request was answered");
    refused++;
  }
  const after = await trial.send("tools/list", {});
  const same = before.slice(before.indexOf('"result"')) === after.slice(after.indexOf('"result"'));
  console.log(`${requests} requests, ${refused} of them broken and refused; tools the same: ${same}`);
}

async function soak(trial: KernelTrial, minutes: number): Promise<void> {
  const looks = 60;
  const windows: Window[] = [];
  for (let look = 0; look < looks; look++) {
    const endMs = performance.now() + (minutes * 60_000) / looks;
    let operations = 0;
    const usage = process.cpuUsage();
    for (; performance.now() < endMs; operations++) {
      if (operations % 4 === 0) resultOf(await trial.send("tools/call", sumOf(operations)));
      else await trial.send("tools/list", {});
    }
    const { user, system } = process.cpuUsage(usage);
    windows.push({
      operations,
      pace: (operations * 1e6) / (user + system),
      retained: await settledBytes(),
    });
  }
  const requests = windows.reduce((sum, { operations }) => sum + operations, 0);
  const heap = trendOf(windows.map(({ retained }) => retained));
  const pace = trendOf(windows.map((window) => window.pace));
  console.log(
    `soak of ${minutes} min, ${requests.toLocaleString("en")} requests: ${complaintAbout(windows) ?? "steady"}; ` +
      `heap ${(heap.slope * looks).toFixed(0)} bytes in all (p of a rise ${heap.risingP.toPrecision(2)}), ` +
      `pace ${pace.slope.toFixed(1)} requests a second of processor time a look (p of a fall ${pace.fallingP.toPrecision(2)})`,
  );
}

function sumOf(number: number) {
  return { name: "calculator", arguments: { expression: `${number} + ${number + 1}` } };
}

/** Milliseconds of a request in the mean. */
async function waited(
  trial: KernelTrial,
  requests: number,
  request: (number: number) => Promise<unknown>,
): Promise<number> {
  const { waitedMs } = trial;
  for (let number = 0; number < requests; number++) await request(number);
  return (trial.waitedMs - waitedMs) / requests;
}

async function perSecond(
  requests: number,
  request: (number: number) => Promise<unknown>,
  atOnce = 1,
): Promise<number> {
  const startMs = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < requests) await request(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (requests * 1000) / (performance.now() - startMs);
}

function tell(what: string, figures: readonly number[], unit: string): void {
  const sorted = figures.toSorted((a, b) => a - b);
  const shown = (value = Number.NaN) =>
    value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${what}: ${shown(median)}${unit} (${shown(sorted[0])} to ${shown(sorted.at(-1))})`);
}
