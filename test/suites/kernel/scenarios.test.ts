import { existsSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import * as host from "../../../runtime/host/index.ts";
import type { Host, Kernel, ToolFiles } from "../../../runtime/host/interface.ts";
import { metrics } from "../../../src/model/metric.ts";
import type { Scenario } from "../../../src/suites/case.ts";
import { catalog } from "../../../src/suites/catalog.ts";
import { guestOf, toolNames } from "../../../src/suites/kernel/client.ts";
import { makeFolder } from "../../bundle/workshop.ts";
import { builtTools } from "../../kernel/support.ts";

// Playing takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const scenarios = catalog.filter(
  (each): each is Scenario => each.kind === "scenario" && each.id.startsWith("kernel/"),
);
const { folder, remove } = await makeFolder();
afterAll(remove);

const built = toolNames.filter((name) => existsSync(join(builtTools, `${name}.wasm`)));
const tools: ToolFiles[] = await Promise.all(
  built.map(async (name) => ({
    manifest: await readFile(join(builtTools, `${name}.json`), "utf8"),
    module: await readFile(join(builtTools, `${name}.wasm`)),
  })),
);

async function play(id: string, on: Host = host) {
  const scenario = scenarios.find((each) => each.id === id);
  if (!scenario) throw new Error(`there is no scenario ${id}`);
  const scratch = await mkdtemp(join(folder, "scratch-"));
  const bytes = () => new Uint8Array(0);
  return scenario.play({ host: on, bytes, tools: async () => tools, scratch, threads: 2 });
}

test("all tools that scenarios need are built", () => {
  expect(built).toEqual([...toolNames]);
  const needed = new Set(scenarios.flatMap(({ guests }) => guests));
  for (const guest of needed) expect(toolNames.map(guestOf)).toContain(guest);
});

test.each(scenarios)("$id measures what it says, and nothing else", async ({ id, metrics: declared }) => {
  const figures = await play(id);
  expect(Object.keys(figures).sort()).toEqual([...declared].sort());
  for (const samples of Object.values(figures)) {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(sample).toBeGreaterThan(0);
  }
  for (const metric of declared) expect(metrics[metric].kind).toBe("timed");
});

const alone = catalog.filter((each) => each.kind === "benchmark" && each.id.startsWith("kernel/"));

test.each(alone)("$id gets the answer that it expects", async (each) => {
  if (each.kind !== "benchmark") return;
  const never = () => {
    throw new Error("the kernel's cases need no guest but their tools");
  };
  const subject = { host, tools: async () => tools, bytes: never, module: never, tasks: never };
  const task = await each.prepare(subject);
  await task.run(3);
  expect(task.waits).toBe(true);
});

/** The host with kernels of which something is not as it should be. */
function hostWith(change: (kernel: Kernel) => Partial<Kernel>): Host {
  return {
    ...host,
    async openKernel(setup) {
      const kernel = await host.openKernel(setup);
      return { ...kernel, ...change(kernel) };
    },
  };
}

/** A kernel whose replies in process are changed. */
function saying(change: (reply: string) => string): Host {
  return hostWith((kernel) => ({
    open(notify) {
      const session = kernel.open(notify);
      return {
        receive: async (text) => {
          const reply = await session.receive(text);
          return reply === null ? null : change(reply);
        },
        close: () => session.close(),
      };
    },
  }));
}

test.each([
  ["kernel/rapid-list", (reply: string) => reply.replace('"calculator"', '"abacus"')],
  ["kernel/rapid-invocation", (reply: string) => reply.replace('"result":21', '"result":22')],
  ["kernel/error-recovery", (reply: string) => reply.replace("-32602", "-32603")],
  ["kernel/rapid-search", (reply: string) => reply.replaceAll("calculator", "abacus")],
  ["kernel/large-payload", (reply: string) => reply.replaceAll("kernel", "colonel")],
  ["kernel/trapping-tools", (reply: string) => reply.replace("unreachable", "reachable")],
  ["kernel/changing-registry", (reply: string) => reply.replaceAll("passing-3", "passing-4")],
])("%s notices a kernel that answers wrongly", async (id, change) => {
  await expect(play(id, saying(change))).rejects.toThrow("wrong answer");
});

test("kernel/transport-faults notices a session that is left over", async () => {
  const leaking = hostWith((kernel) => ({ sessions: () => kernel.sessions() + 1 }));
  await expect(play("kernel/transport-faults", leaking)).rejects.toThrow("sessions that are left");
});
