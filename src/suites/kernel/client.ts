import { join } from "node:path";
import type { Histogram } from "hdr-histogram-js";
import {
  type Kernel,
  type KernelSession,
  kernelStages,
  type ToolFiles,
} from "../../../runtime/host/interface.ts";
import { expectAnswer, type Figures, type Stage } from "../case.ts";
import { latencyFigures, latencyMetrics, newHistogram, recordMs } from "../latencies.ts";

/** The thirty tools of the kernel. */
export const toolNames = [
  "api-tester",
  "audio_processor",
  "base64_encoder",
  "calculator",
  "citation-formatter",
  "data_validation",
  "date_time_handler",
  "diff_calculator",
  "environment_reader",
  "file_converter",
  "file_operations",
  "file_search",
  "file_watcher",
  "graph-builder",
  "graphql_query",
  "hash_calculator",
  "http_request",
  "image_processor",
  "process_executor",
  "service_checker",
  "sitemap-crawler",
  "system_monitor",
  "text_manipulator",
  "url-analyzer",
  "uuid_generator",
  "video_processor",
  "web-scraper",
  "web_search",
  "webhook-caller",
  "webpage-monitor",
] as const;

/** The guest of a tool, as a bundle names it. */
export function guestOf(tool: (typeof toolNames)[number]): string {
  return `tools/${tool}`;
}

/** Whether a guest is a tool of the kernel. */
export function isTool(guest: string): boolean {
  return guest.startsWith("tools/");
}

/** Metrics of a scenario that times requests. */
export const requestMetrics = ["throughput", ...latencyMetrics, ...kernelStages] as const;

/** What a reply says. */
export type Reply =
  | { readonly kind: "result"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: "error"; readonly code: number; readonly message: string };

/** A kernel with audit log, and a client of it in the same process whose requests are all checked. */
export class KernelTrial {
  readonly kernel: Kernel;
  readonly tools: readonly ToolFiles[];
  readonly #session: KernelSession;
  readonly #latencies: Histogram = newHistogram();
  /** Of all requests that were timed. */
  #waitedMs = 0;
  #nextId = 0;

  static async open(
    stage: Stage,
    limits: { readonly messageBytes?: number; readonly inFlight?: number } = {},
  ) {
    const tools = await stage.tools();
    const kernel = await stage.host.openKernel({ tools, limits, auditFolder: join(stage.scratch, "audit") });
    return new KernelTrial(kernel, tools);
  }

  private constructor(kernel: Kernel, tools: readonly ToolFiles[]) {
    this.kernel = kernel;
    this.tools = tools;
    this.#session = kernel.open();
  }

  /** Sends a request, and gives the text of the reply. */
  async send(method: string, params: unknown): Promise<string> {
    return this.sendText(requestText(this.#nextId++, method, params));
  }

  /** Sends a text as it is. */
  async sendText(text: string): Promise<string> {
    const reply = await this.#session.receive(text);
    if (reply === null) throw new Error("wrong answer: a request had no reply");
    return reply;
  }

  /** Sends a request, and gives what the reply says. */
  async ask(method: string, params: unknown): Promise<Reply> {
    return readReply(await this.send(method, params));
  }

  /** As `send`, and takes down how long it took from the text of the request to the text of the reply. */
  async timed(method: string, params: unknown): Promise<string> {
    const text = requestText(this.#nextId++, method, params);
    const startMs = performance.now();
    const reply = await this.sendText(text);
    const ms = performance.now() - startMs;
    recordMs(this.#latencies, ms);
    this.#waitedMs += ms;
    return reply;
  }

  /** Milliseconds that requests took which were timed, one after the other. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /**
   * Requests one after the other, in windows.
   *
   * @param warmUp requests before the first window, in which V8 gets to know what they need
   * @param request does the request with this number, timed, and checks what comes of it
   * @returns requests a second in each window, without the time in which they were made and checked; latencies; and where the time
   *   of the requests with `method` went
   */
  async windows(
    method: string,
    {
      windows,
      requests,
      warmUp = 0,
    }: { readonly windows: number; readonly requests: number; readonly warmUp?: number },
    request: (number: number) => Promise<void>,
  ): Promise<Figures> {
    for (let number = 0; number < warmUp; number++) await request(number);
    this.#latencies.reset();
    const before = this.kernel.stages().get(method);
    const throughput: number[] = [];
    for (let window = 0; window < windows; window++) {
      const waitedMs = this.#waitedMs;
      for (let at = 0; at < requests; at++) await request(window * requests + at);
      throughput.push((requests * 1000) / (this.#waitedMs - waitedMs));
    }
    const after = this.kernel.stages().get(method);
    if (after === undefined) throw new Error(`wrong answer: the kernel counted no request with ${method}`);
    const counted = after.requests - (before?.requests ?? 0);
    const stages = Object.fromEntries(
      kernelStages.map((stage) => {
        const ms = after.ms[stage] - (before?.ms[stage] ?? 0);
        return [stage, [Math.max(1, (ms * 1_000_000) / counted)]];
      }),
    );
    return { throughput, ...latencyFigures(this.#latencies), ...stages };
  }

  /** Ends it. Throws when sessions are left over that nobody has. */
  async close(): Promise<void> {
    this.#session.close();
    expectAnswer("sessions at the end", this.kernel.sessions(), 0);
    await this.kernel.close();
  }
}

export function requestText(id: number, method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

export function readReply(text: string): Reply {
  const { result, error } = JSON.parse(text) as {
    result?: Record<string, unknown>;
    error?: { code: number; message: string };
  };
  if (error !== undefined) return { kind: "error", ...error };
  if (result !== undefined) return { kind: "result", result };
  throw new Error(`wrong answer: a reply without result and error: ${text.slice(0, 200)}`);
}

/** What a call of a tool gave. Throws when it was refused, or the tool failed. */
export function resultOf(text: string): Readonly<Record<string, unknown>> {
  const reply = readReply(text);
  if (reply.kind === "error") throw new Error(`wrong answer: a call was refused: ${reply.message}`);
  if (reply.result.isError === true) {
    throw new Error(`wrong answer: a tool failed: ${JSON.stringify(reply.result.content)}`);
  }
  return reply.result.structuredContent as Readonly<Record<string, unknown>>;
}
