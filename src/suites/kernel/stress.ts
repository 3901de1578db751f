import { expectAnswer, type Scenario } from "../case.ts";
import { retainedBytes } from "../load/heap.ts";
import { complaintAbout, growthOf, type Window } from "../load/steadiness.ts";
import { guestOf, KernelTrial, readReply, requestMetrics, resultOf, toolNames } from "./client.ts";

/** What every scenario of the kernel is. */
const scenario = { kind: "scenario", isolation: "process", quick: false } as const;

/** Requests that are answered before those that are compared with one alone, which is warm too. */
const warmUp = 2_000;

const calls = { windows: 10, requests: 100, warmUp };

export const rapidList: Scenario = {
  ...scenario,
  id: "kernel/rapid-list",
  why: "A thousand lists of all tools, one after the other, each whole.",
  guests: toolNames.map(guestOf),
  milliseconds: 500,
  metrics: requestMetrics,
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const first = await trial.ask("tools/list", {});
    const listed = first.kind === "result" ? (first.result.tools as { name: string }[]) : [];
    const missing = toolNames.filter((name) => !listed.some((tool) => tool.name === name));
    expectAnswer("tools that are not listed", missing.join(), "");
    // what is said of the tools is the same each time; only the id before it is another
    const expected = resultText(await trial.send("tools/list", {}));
    const figures = await trial.windows("tools/list", calls, async () => {
      expectAnswer("a list", resultText(await trial.timed("tools/list", {})) === expected, true);
    });
    await trial.close();
    return figures;
  },
};

/** A reply from its result on. */
function resultText(reply: string): string {
  return reply.slice(reply.indexOf('"result"'));
}

interface Manifest {
  readonly name: string;
  readonly capabilities?: readonly string[];
  readonly examples: ReadonlyArray<{
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly result?: Readonly<Record<string, unknown>>;
    readonly error?: string;
  }>;
}

const rounds = 100;

export const registryStress: Scenario = {
  ...scenario,
  id: "kernel/registry-stress",
  why: "Each of the thirty tools is called a hundred times with its own example. Those that need a grant say that they have none.",
  guests: toolNames.map(guestOf),
  milliseconds: 2_500,
  metrics: requestMetrics,
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const manifests = trial.tools.map(({ manifest }) => JSON.parse(manifest) as Manifest);
    const examples = manifests.map(({ name, capabilities = [], examples }) => {
      const [example] = examples;
      if (example === undefined) throw new Error(`wrong answer: ${name} has no example`);
      return {
        name,
        arguments: example.arguments,
        ungranted: capabilities.some((each) => each !== "library"),
      };
    });
    const answers = new Map<string, string>();
    const figures = await trial.windows(
      "tools/call",
      { windows: 10, requests: (rounds / 10) * examples.length },
      async (number) => {
        const {
          name,
          arguments: args,
          ungranted,
        } = examples[number % examples.length] as (typeof examples)[0];
        const reply = readReply(await trial.timed("tools/call", { name, arguments: args }));
        if (reply.kind === "error") throw new Error(`wrong answer: ${name} was refused: ${reply.message}`);
        const { isError = false, content } = reply.result;
        if (isError === true && !ungranted)
          throw new Error(`wrong answer: ${name} failed: ${JSON.stringify(content)}`);
        // one call is like the other, to the letter; only what reports on the world has figures of its own
        const said = isError === true || !ungranted ? JSON.stringify(content) : "done";
        const before = answers.get(name) ?? said;
        expectAnswer(name, said, before);
        answers.set(name, said);
      },
    );
    expectAnswer("tools that answered", answers.size, toolNames.length);
    await trial.close();
    return figures;
  },
};

export const rapidInvocation: Scenario = {
  ...scenario,
  id: "kernel/rapid-invocation",
  why: "Five hundred sums, each another, through the whole of the kernel and a sandboxed calculator; every answer is checked.",
  guests: [guestOf("calculator")],
  milliseconds: 500,
  metrics: requestMetrics,
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const figures = await trial.windows("tools/call", { windows: 10, requests: 50, warmUp }, (number) =>
      sum(trial, number),
    );
    await trial.close();
    return figures;
  },
};

async function sum(trial: KernelTrial, number: number): Promise<void> {
  const params = { name: "calculator", arguments: { expression: `${number} + ${number + 1}` } };
  expectAnswer("a sum", resultOf(await trial.timed("tools/call", params)).result, 2 * number + 1);
}

/** Characters, as the seed has it. */
const largeText = 1_000_000;

export const largePayload: Scenario = {
  ...scenario,
  id: "kernel/large-payload",
  why: "A text of a million characters goes to a sandboxed tool and comes back, unchanged.",
  guests: [guestOf("text_manipulator")],
  milliseconds: 600,
  metrics: ["time", "p50", "max"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const text = "The kernel of a nut is what is eaten. ".repeat(largeText / 38 + 1).slice(0, largeText);
    const time: number[] = [];
    for (let at = 0; at < 12; at++) {
      const { waitedMs } = trial;
      const reply = await trial.timed("tools/call", {
        name: "text_manipulator",
        arguments: { operation: "identity", text },
      });
      time.push((trial.waitedMs - waitedMs) * 1_000_000);
      const { text: back } = resultOf(reply);
      expectAnswer("a million characters, the same", back === text, true);
    }
    await trial.close();
    // the first ones are those in which the guest's code is made
    const settled = time.slice(4);
    const sorted = settled.toSorted((a, b) => a - b);
    return { time: settled, p50: [sorted[Math.floor(sorted.length / 2)] ?? 0], max: sorted.slice(-1) };
  },
};

/** Requests that cannot be fulfilled, each with the code of its error. */
const invalid: ReadonlyArray<readonly [text: string, code: number]> = [
  ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{}}}', -32602],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nobody","arguments":{}}}', -32602],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"calculator","arguments":{}}}', -32602],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/steal"}', -32601],
  ['{"id":1,"method":"tools/list"}', -32600],
  ['{"jsonrpc":"2.0","id":{},"method":"tools/list"}', -32600],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/list"', -32700],
  ["", -32700],
  ["[]", -32600],
  ["42", -32600],
];

export const errorRecovery: Scenario = {
  ...scenario,
  id: "kernel/error-recovery",
  why: "Two hundred requests, every other one broken in one of ten ways. Each gets its error, and leaves the next one and the kernel as they were.",
  guests: toolNames.map(guestOf),
  milliseconds: 500,
  metrics: requestMetrics,
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const before = await trial.send("tools/list", {});
    const figures = await trial.windows("tools/call", { windows: 10, requests: 20 }, async (number) => {
      if (number % 2 === 0) return sum(trial, number);
      const [text, code] = invalid[((number - 1) / 2) % invalid.length] as (typeof invalid)[0];
      const reply = readReply(await trial.sendText(text));
      expectAnswer(`the code for ${text}`, reply.kind === "error" ? reply.code : "none", code);
    });
    const after = await trial.send("tools/list", {});
    expectAnswer("the tools, the same", resultText(after) === resultText(before), true);
    await trial.close();
    return figures;
  },
};

export const sustainedLoad: Scenario = {
  ...scenario,
  id: "kernel/sustained-load",
  why: "Ten thousand requests, lists and calls, with the heap looked at ten times: it may not grow, nor the pace fall.",
  guests: toolNames.map(guestOf),
  milliseconds: 1_500,
  metrics: [...requestMetrics, "heap", "growth"],
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    for (let number = 0; number < 1_000; number++) await mixed(trial, number);
    const seen: Window[] = [];
    const look = async () => {
      const windows: Window[] = [];
      let usage = process.cpuUsage();
      const figures = await trial.windows("tools/call", { windows: 10, requests: 1_000 }, async (number) => {
        await mixed(trial, number);
        if (number % 1_000 !== 999) return;
        const { user, system } = process.cpuUsage(usage);
        windows.push({ operations: 1_000, pace: 1e9 / (user + system), retained: retainedBytes() });
        usage = process.cpuUsage();
      });
      seen.push(...windows);
      return { figures, complaint: complaintAbout(windows) };
    };
    const { figures, complaint } = await look();
    const confirmed = complaint && (await look()).complaint;
    if (confirmed) throw new Error(`wears out: ${complaint}; in as many requests again, ${confirmed}`);
    await trial.close();
    return {
      ...figures,
      heap: seen.slice(9, 10).map(({ retained }) => retained),
      growth: [growthOf(seen.slice(0, 10))],
    };
  },
};

/** Three lists for a call. */
async function mixed(trial: KernelTrial, number: number): Promise<void> {
  if (number % 4 === 0) return sum(trial, number);
  const reply = await trial.timed("tools/list", {});
  expectAnswer("a list", reply.includes('"calculator"'), true);
}

/** The patterns of the seed, and a tool that each has to find. */
export const patterns: ReadonlyArray<readonly [pattern: string, tool: (typeof toolNames)[number]]> = [
  ["calc", "calculator"],
  ["file", "file_operations"],
  ["time", "date_time_handler"],
  ["uuid", "uuid_generator"],
  ["text", "text_manipulator"],
  ["data", "data_validation"],
  ["web", "web_search"],
  ["sys", "system_monitor"],
];

export const rapidSearch: Scenario = {
  ...scenario,
  id: "kernel/rapid-search",
  why: "Five hundred searches with the beginnings of eight words. Each finds the tool that is meant, among the first five.",
  guests: toolNames.map(guestOf),
  milliseconds: 500,
  metrics: requestMetrics,
  async play(stage) {
    const trial = await KernelTrial.open(stage);
    const figures = await trial.windows("tools/search", { windows: 10, requests: 50 }, async (number) => {
      const [query, tool] = patterns[number % patterns.length] as (typeof patterns)[0];
      const reply = readReply(await trial.timed("tools/search", { query, limit: 5 }));
      const found = reply.kind === "result" ? (reply.result.tools as { name: string }[]) : [];
      expectAnswer(
        `what "${query}" finds`,
        found.some(({ name }) => name === tool) ? tool : found[0]?.name,
        tool,
      );
    });
    await trial.close();
    return figures;
  },
};
