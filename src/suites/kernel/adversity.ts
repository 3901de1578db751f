import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { ToolFiles } from "../../../runtime/host/interface.ts";
import { expectAnswer, type Scenario, type Stage } from "../case.ts";
import { latencyFigures, latencyMetrics, newHistogram, recordMs } from "../latencies.ts";
import { settledBytes } from "../load/heap.ts";
import { guestOf, KernelTrial, readReply, requestText, resultOf } from "./client.ts";
import { SocketClient } from "./socket-client.ts";

/**
 * What each of these is. What the machine does at that moment is most of their times, so none of them turns a run red; a wrong
 * answer does.
 */
const scenario = { kind: "scenario", isolation: "process", quick: false, gates: false } as const;

const calculator = [guestOf("calculator")];

/** `(module (func (export "run")))`, which gives nothing. */
const silent = "AGFzbQEAAAABBAFgAAADAgEABwcBA3J1bgAACgQBAgAL";
/** `(module (func (export "run") (loop (br 0))))` */
const endless = "AGFzbQEAAAABBAFgAAADAgEABwcBA3J1bgAACgkBBwADQAwACws=";
/** `(module (func (export "run") unreachable))` */
const trapping = "AGFzbQEAAAABBAFgAAADAgEABwcBA3J1bgAACgUBAwAACw==";

/** A tool that takes anything and gives no result. */
function toolOf(name: string, module: string, limits: Readonly<Record<string, number>> = {}): ToolFiles {
  const manifest = {
    name,
    title: name,
    description: `The tool ${name}.`,
    inputSchema: { type: "object" },
    limits,
  };
  return { manifest: JSON.stringify(manifest), module: Buffer.from(module, "base64") };
}

function sumOf(number: number) {
  return { name: "calculator", arguments: { expression: `${number} + ${number + 1}` } };
}

function expectSum(reply: string, number: number): void {
  expectAnswer("a sum", resultOf(reply).result, 2 * number + 1);
}

/** Waits until so many sessions are left; throws when they are not after a second. */
async function expectSessions(trial: KernelTrial, left: number): Promise<void> {
  for (let tries = 0; tries < 100 && trial.kernel.sessions() !== left; tries++) await setTimeout(10);
  expectAnswer("sessions that are left", trial.kernel.sessions(), left);
}

export const transportFaults: Scenario = {
  ...scenario,
  id: "kernel/transport-faults",
  why: "Beside a well-behaved client, sixty connections are cut in the middle, half-written, slow to the byte, reset with replies unread, or speak gibberish.",
  guests: calculator,
  milliseconds: 600,
  metrics: ["throughput", ...latencyMetrics],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const port = await trial.kernel.listen();
    const client = await SocketClient.open(port);
    const latencies = newHistogram();
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const broken = Array.from({ length: 6 }, (_, kind) => misbehave(port, kind));
      const startMs = performance.now();
      for (let number = 0; number < 40; number++) {
        const sentMs = performance.now();
        expectSum(await client.ask("tools/call", sumOf(number)), number);
        recordMs(latencies, performance.now() - sentMs);
      }
      throughput.push(40_000 / (performance.now() - startMs));
      await Promise.all(broken);
    }
    await client.close();
    // the trial's own session
    await expectSessions(trial, 1);
    await trial.close();
    return { throughput, ...latencyFigures(latencies) };
  },
};

async function misbehave(port: number, kind: number): Promise<void> {
  const client = await SocketClient.open(port);
  const { socket } = client;
  const message = requestText(7, "tools/call", sumOf(20));
  switch (kind) {
    case 0:
      // cut in the middle of a message
      socket.write(message.slice(0, 40));
      await setTimeout(2);
      socket.destroy();
      return;
    case 1:
      // half-written, and ended in good order: there is nothing to answer
      socket.write(message.slice(0, 40));
      return client.close();
    case 2: {
      // slow to the byte
      const reply = client.reply(7);
      for (const character of `${message}\n`) {
        socket.write(character);
        await setTimeout(0);
      }
      expectSum(await reply, 20);
      return client.close();
    }
    case 3:
      // asks much, and is gone before it is answered
      for (let number = 0; number < 50; number++) void client.ask("tools/call", sumOf(number));
      await setTimeout(1);
      socket.resetAndDestroy();
      return;
    case 4: {
      const reply = client.reply(null);
      socket.write(Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]));
      expectAnswer("gibberish", readReply(await reply).kind, "error");
      return client.close();
    }
    default:
      // nothing at all
      await setTimeout(5);
      return client.close();
  }
}

const kernels = 4;

export const severalKernels: Scenario = {
  ...scenario,
  id: "kernel/several-kernels",
  why: "Four kernels in one process are asked at once. Each has its own tools and its own sessions, and knows nothing of the others.",
  guests: calculator,
  milliseconds: 700,
  metrics: ["throughput"],
  async play(stage) {
    const trials = await Promise.all(
      Array.from({ length: kernels }, (_, at) => KernelTrial.open(folderOf(stage, `${at}`))),
    );
    for (const [at, trial] of trials.entries()) trial.kernel.put(toolOf(`only-${at}`, silent));
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      await Promise.all(
        trials.map(async (trial, at) => {
          for (let number = 0; number < 100; number++)
            expectSum(await trial.send("tools/call", sumOf(number + at)), number + at);
        }),
      );
      throughput.push((kernels * 100_000) / (performance.now() - startMs));
    }
    for (const [at, trial] of trials.entries()) {
      const stranger = await trial.ask("tools/call", { name: `only-${(at + 1) % kernels}`, arguments: {} });
      expectAnswer("a tool of another kernel", stranger.kind, "error");
      await trial.close();
    }
    return { throughput };
  },
};

/** A stage with a scratch folder of its own. */
function folderOf(stage: Stage, name: string): Stage {
  return { ...stage, scratch: `${stage.scratch}/${name}` };
}

const mebibyte = 1_048_576;
const oversizedMebibytes = 101;
/** What may be kept while a message of 101 MiB comes in that may have one: that, and what is on its way. */
const toleratedBytes = 16 * mebibyte;

export const oversizedPayload: Scenario = {
  ...scenario,
  id: "kernel/oversized-payload",
  why: "A message of 101 MiB is refused as soon as it is too large, and read to its end without being kept. The next request is answered.",
  guests: calculator,
  milliseconds: 900,
  metrics: ["time", "heap"],
  async play(stage) {
    const trial = await KernelTrial.open(stage, { messageBytes: mebibyte });
    const client = await SocketClient.open(await trial.kernel.listen());
    const piece = Buffer.alloc(mebibyte, "x");
    const time: number[] = [];
    for (let sample = 0; sample < 3; sample++) {
      const refusal = client.reply(null);
      const before = await settledBytes();
      let most = before;
      const startMs = performance.now();
      for (let sent = 1; sent <= oversizedMebibytes; sent++) {
        if (!client.socket.write(piece)) await once(client.socket, "drain");
        if (sent % 25 === 0) most = Math.max(most, await settledBytes());
      }
      client.socket.write("\n");
      if (most - before > toleratedBytes) {
        throw new Error(`wrong answer: ${most - before} bytes were kept, expected at most ${toleratedBytes}`);
      }
      const reply = readReply(await refusal);
      expectAnswer("101 MiB", reply.kind === "error" ? reply.code : "answered", -32_051);
      expectSum(await client.ask("tools/call", sumOf(sample)), sample);
      time.push((performance.now() - startMs) * 1_000_000);
    }
    await client.close();
    await trial.close();
    return { time, heap: [await settledBytes()] };
  },
};

export const toolTimeouts: Scenario = {
  ...scenario,
  id: "kernel/tool-timeouts",
  why: "Tools that never end are stopped at their deadline of 20 ms, by how much later is measured; a calculator beside them goes on.",
  guests: calculator,
  milliseconds: 700,
  metrics: ["throughput", ...latencyMetrics],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const deadlineMs = 20;
    trial.kernel.put(toolOf("endless", endless, { wallClockMs: deadlineMs, fuel: 1e12 }));
    const overshoot = newHistogram();
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      let running = true;
      const stopped = Array.from({ length: 4 }, async () => {
        const sentMs = performance.now();
        const reply = await trial.ask("tools/call", { name: "endless", arguments: {} });
        recordMs(overshoot, Math.max(0, performance.now() - sentMs - deadlineMs));
        const result = reply.kind === "result" ? reply.result : {};
        expectAnswer("an endless tool", result.isError, true);
      });
      const sums = (async () => {
        let number = 0;
        for (; running; number++) expectSum(await trial.send("tools/call", sumOf(number)), number);
        return number;
      })();
      await Promise.all(stopped);
      running = false;
      throughput.push(((await sums) * 1000) / (performance.now() - startMs));
    }
    await trial.close();
    return { throughput, ...latencyFigures(overshoot) };
  },
};

export const trappingTools: Scenario = {
  ...scenario,
  id: "kernel/trapping-tools",
  why: "Every other call is of a tool that traps. It says so, and the next one finds everything as it was.",
  guests: calculator,
  milliseconds: 400,
  metrics: ["throughput"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    trial.kernel.put(toolOf("trapping", trapping));
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      for (let number = 0; number < 100; number++) {
        const reply = await trial.ask("tools/call", { name: "trapping", arguments: {} });
        const said = reply.kind === "result" ? JSON.stringify(reply.result.content) : "";
        expectAnswer("a tool that traps", said.includes("trapped: unreachable"), true);
        expectSum(await trial.send("tools/call", sumOf(number)), number);
      }
      throughput.push(200_000 / (performance.now() - startMs));
    }
    await trial.close();
    return { throughput };
  },
};

export const changingRegistry: Scenario = {
  ...scenario,
  id: "kernel/changing-registry",
  why: "While twenty callers are at work, tools are added, replaced and taken away: each call is of the tool that it found, and each list is whole.",
  guests: calculator,
  milliseconds: 700,
  metrics: ["throughput"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const own = trial.tools.find(({ manifest }) => JSON.parse(manifest).name === "calculator");
    if (own === undefined) throw new Error("wrong answer: the bundle has no calculator");
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      let calls = 0;
      const callers = Array.from({ length: 20 }, async (_, caller) => {
        for (let at = 0; at < 25; at++) {
          const number = caller * 25 + at;
          expectSum(await trial.send("tools/call", sumOf(number)), number);
          calls++;
        }
      });
      const changes = (async () => {
        for (let at = 0; at < 10; at++) {
          trial.kernel.put(toolOf(`passing-${at}`, silent));
          trial.kernel.put(own);
          const list = await trial.ask("tools/list", {});
          const listed = list.kind === "result" ? (list.result.tools as { name: string }[]) : [];
          const passing = listed.filter(({ name }) => name === `passing-${at}`);
          expectAnswer("a tool that was added", passing.length, 1);
          trial.kernel.remove(`passing-${at}`);
          await setTimeout(0);
        }
      })();
      await Promise.all([...callers, changes]);
      throughput.push((calls * 1000) / (performance.now() - startMs));
    }
    await trial.close();
    return { throughput };
  },
};

const clients = 100;

export const concurrentClients: Scenario = {
  ...scenario,
  id: "kernel/concurrent-clients",
  why: "A hundred clients over TCP, with five requests under way each. Everybody gets the answers to their own.",
  guests: calculator,
  milliseconds: 1_000,
  metrics: ["throughput", ...latencyMetrics],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const port = await trial.kernel.listen();
    const connected = await Promise.all(Array.from({ length: clients }, () => SocketClient.open(port)));
    const latencies = newHistogram();
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      await Promise.all(
        connected.flatMap((client, at) =>
          Array.from({ length: 5 }, async (_, request) => {
            const number = at * 5 + request;
            const sentMs = performance.now();
            expectSum(await client.ask("tools/call", sumOf(number)), number);
            recordMs(latencies, performance.now() - sentMs);
          }),
        ),
      );
      throughput.push((clients * 5_000) / (performance.now() - startMs));
    }
    await Promise.all(connected.map((client) => client.close()));
    await expectSessions(trial, 1);
    await trial.close();
    return { throughput, ...latencyFigures(latencies) };
  },
};

const many = 10_000;

export const largeRegistry: Scenario = {
  ...scenario,
  id: "kernel/large-registry",
  why: "With ten thousand tools more: a list over all pages names each once, a search finds the one that is meant, and a call is as ever.",
  guests: calculator,
  milliseconds: 3_000,
  metrics: ["time", "throughput"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    for (let at = 0; at < many; at++) trial.kernel.put(toolOf(`numbered-${at}`, silent));
    const time: number[] = [];
    for (let sample = 0; sample < 3; sample++) {
      const startMs = performance.now();
      const names = await listAll(trial);
      time.push((performance.now() - startMs) * 1_000_000);
      const numbered = new Set(names.filter((name) => name.startsWith("numbered-")));
      expectAnswer("tools that were listed", numbered.size, many);
      expectAnswer("tools that were listed twice", names.length - new Set(names).size, 0);
    }
    const throughput: number[] = [];
    for (let window = 0; window < 10; window++) {
      const startMs = performance.now();
      for (let number = 0; number < 20; number++) {
        const wanted = `numbered-${(window * 997 + number * 61) % many}`;
        const reply = await trial.ask("tools/search", { query: wanted, limit: 1 });
        const found = reply.kind === "result" ? (reply.result.tools as { name: string }[]) : [];
        expectAnswer("what was searched for", found[0]?.name, wanted);
        expectSum(await trial.send("tools/call", sumOf(number)), number);
      }
      throughput.push(40_000 / (performance.now() - startMs));
    }
    await trial.close();
    return { time, throughput };
  },
};

async function listAll(trial: KernelTrial): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const reply = await trial.ask("tools/list", cursor === undefined ? {} : { cursor });
    if (reply.kind === "error") throw new Error(`wrong answer: a list was refused: ${reply.message}`);
    names.push(...(reply.result.tools as { name: string }[]).map(({ name }) => name));
    cursor = reply.result.nextCursor as string | undefined;
  } while (cursor !== undefined);
  return names;
}

export const largestPayload: Scenario = {
  ...scenario,
  id: "kernel/largest-payload",
  why: "The largest text that a tool gives back is searched for by halves: what is larger is refused, and nothing breaks.",
  guests: [guestOf("text_manipulator")],
  milliseconds: 2_500,
  metrics: ["payload"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    let answered = 0;
    let refused = 32 * 1_048_576;
    while (refused - answered > 65_536) {
      const size = Math.floor((answered + refused) / 2);
      const reply = await trial.ask("tools/call", {
        name: "text_manipulator",
        arguments: { operation: "identity", text: "x".repeat(size) },
      });
      const fits = reply.kind === "result" && reply.result.isError !== true;
      if (fits) {
        const { text } = reply.result.structuredContent as { text: string };
        expectAnswer("the characters that came back", text.length, size);
        answered = size;
      } else {
        refused = size;
      }
    }
    await trial.close();
    return { payload: [answered] };
  },
};
