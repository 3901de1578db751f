import { type Benchmark, expectAnswer, type Scenario, type Task } from "./case.ts";
import {
  changingRegistry,
  concurrentClients,
  largeRegistry,
  largestPayload,
  oversizedPayload,
  severalKernels,
  toolTimeouts,
  transportFaults,
  trappingTools,
} from "./kernel/adversity.ts";
import { guestOf, readReply, requestText, resultOf } from "./kernel/client.ts";
import {
  errorRecovery,
  largePayload,
  rapidInvocation,
  rapidList,
  rapidSearch,
  registryStress,
  sustainedLoad,
} from "./kernel/stress.ts";

/** One request at a time, repeated: what the scenarios under stress are held against. */
function alone(name: string, why: string, text: string, check: (reply: string) => boolean): Benchmark {
  return {
    kind: "benchmark",
    isolation: "slot",
    id: `kernel/${name}`,
    why,
    guests: [guestOf("calculator")],
    // its fuel is the guest's, which a message costs nothing of
    fuel: false,
    quick: false,
    async prepare({ host, tools }): Promise<Task> {
      const kernel = await host.openKernel({ tools: await tools() });
      const session = kernel.open();
      const request = async () => {
        const reply = (await session.receive(text)) ?? "";
        if (!check(reply)) expectAnswer(text, reply.slice(0, 200), "what it should be");
      };
      await request();
      return {
        waits: true,
        async run(times) {
          for (let at = 0; at < times; at++) await request();
        },
      };
    },
  };
}

/** The kernel: messages, tools in sandboxes, and what may go wrong with either. */
export const kernel: ReadonlyArray<Benchmark | Scenario> = [
  alone(
    "message",
    "The smallest message there and back, by itself.",
    requestText(1, "ping", {}),
    (reply) => readReply(reply).kind === "result",
  ),
  // to look into the text would make one piece of it, which takes ten times as long as the list; `rapid-list` does
  alone(
    "list-alone",
    "A list of all tools, by itself.",
    requestText(1, "tools/list", {}),
    (reply) => reply.length > 10_000,
  ),
  alone(
    "invocation-alone",
    "A sum by the sandboxed calculator, by itself.",
    requestText(1, "tools/call", { name: "calculator", arguments: { expression: "20 + 22" } }),
    (reply) => resultOf(reply).result === 42,
  ),
  rapidList,
  registryStress,
  rapidInvocation,
  largePayload,
  errorRecovery,
  sustainedLoad,
  rapidSearch,
  transportFaults,
  severalKernels,
  oversizedPayload,
  toolTimeouts,
  trappingTools,
  changingRegistry,
  concurrentClients,
  largeRegistry,
  largestPayload,
];
