import type { Kernel } from "./kernel.ts";
import { memberText } from "./member-text.ts";
import { type Parameters, protocolVersions, type Request, readMessage } from "./message.ts";
import { errorText, notificationText, ProtocolError, type RequestId, replyText } from "./protocol-error.ts";
import type { CallScope, ToolArguments, ToolResult } from "./tool.ts";

/** A reply, when there is one; a promise when it takes a while. */
export type Reply = string | null | Promise<string | null>;

type Notify = (text: string) => void;

/**
 * Characters from which on a text is large: a result is not repeated as text then for clients that know no structured content, and
 * arguments are handed on as they were sent.
 */
const mostText = 65_536;

/** What one peer and the kernel say to each other. Each message is a text of JSON without a line break in it. */
export class Session {
  readonly #kernel: Kernel;
  readonly #notify: Notify;
  readonly #underWay = new Map<RequestId, AbortController>();
  #closed = false;

  /** @param notify takes messages that answer nothing */
  constructor(kernel: Kernel, notify: Notify) {
    this.#kernel = kernel;
    this.#notify = notify;
  }

  /** Requests under way. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /**
   * The reply to what a peer sent, itself a message; null when it needs none. Never rejected.
   *
   * @param notify takes what belongs to this request and does not answer it: its progress. Default: as the session has it
   */
  receive(text: string, notify = this.#notify): Reply {
    const startMs = performance.now();
    if (text.length > this.#kernel.limits.messageBytes) return this.refuseSize();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return this.#refuse(null, new ProtocolError("parse", `this is no JSON: ${message}`));
    }
    if (Array.isArray(value)) return this.#batch(value, notify);
    return this.#answer(value, text, startMs, notify);
  }

  /** The reply to a message that is too large to be read. */
  refuseSize(): string {
    const message = `a message may have ${this.#kernel.limits.messageBytes} bytes, and this one has more`;
    return this.#refuse(null, new ProtocolError("too-large", message));
  }

  /** Tells the peer something that it did not ask for. */
  notify(method: string, params?: Readonly<Record<string, unknown>>): void {
    if (!this.#closed) this.#notify(notificationText(method, params));
  }

  /** Cancels what is under way. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kernel.ended(this);
    for (const controller of this.#underWay.values()) controller.abort();
  }

  async #batch(values: readonly unknown[], notify: Notify): Promise<string | null> {
    if (values.length === 0) return this.#refuse(null, new ProtocolError("request", "a batch of nothing"));
    const replies = await Promise.all(
      values.map((value) => this.#answer(value, null, performance.now(), notify)),
    );
    const told = replies.filter((reply) => reply !== null);
    return told.length === 0 ? null : `[${told.join()}]`;
  }

  /** @param source the text of the message, where it is a text of its own */
  #answer(value: unknown, source: string | null, startMs: number, notify: Notify): Reply {
    const parsedMs = performance.now();
    const message = readMessage(value);
    switch (message.kind) {
      case "refused":
        return this.#refuse(message.id, message.error);
      case "cancelled":
        this.#underWay.get(message.id)?.abort();
        return null;
      case "ignored":
        return null;
      case "request":
        return this.#fulfil(message.request, source, [startMs, parsedMs], notify);
    }
  }

  #refuse(id: RequestId | null, error: ProtocolError): string {
    this.#kernel.counts.refused(error.reason);
    return errorText(id, error);
  }

  #fulfil(request: Request, source: string | null, times: number[], notify: Notify): Reply {
    if (this.#closed) return this.#refuse(request.id, new ProtocolError("closed", "the session has ended"));
    try {
      switch (request.method) {
        case "tools/call":
          return this.#call(request.id, request.params.name, argumentsOf(request.params, source), times, {
            token: request.params._meta?.progressToken,
            notify,
          });
        case "wasm/execute":
          return this.#call(
            request.id,
            "wasm_execute",
            argumentsOf({ arguments: request.params }),
            times,
            null,
          );
        default:
          return this.#told(request, times);
      }
    } catch (thrown) {
      return this.#refuse(request.id, protocolErrorOf(thrown));
    }
  }

  /** What is answered at once. */
  #told(request: Exclude<Request, { method: "tools/call" | "wasm/execute" }>, times: number[]): string {
    times.push(performance.now());
    const result = this.#resultOf(request);
    const doneMs = performance.now();
    times.push(doneMs, doneMs);
    const text = replyText(request.id, result);
    return this.#counted(request.method, times, text);
  }

  #resultOf(request: Exclude<Request, { method: "tools/call" | "wasm/execute" }>): string {
    const { registry } = this.#kernel;
    switch (request.method) {
      case "initialize": {
        const known = protocolVersions.find((version) => version === request.params.protocolVersion);
        return JSON.stringify({
          protocolVersion: known ?? protocolVersions[0],
          capabilities: { tools: { listChanged: true } },
          serverInfo: this.#kernel.info,
          instructions: "Tools run in a sandbox. `tools/search` finds them by words and tags.",
        });
      }
      case "ping":
        return "{}";
      case "tools/list":
        return registry.page(request.params?.cursor);
      case "tools/search": {
        const { query, tags = [], limit = 20 } = request.params;
        return JSON.stringify({ tools: registry.search(query, tags, limit) });
      }
    }
  }

  async #call(
    id: RequestId,
    name: string,
    args: ToolArguments,
    times: number[],
    progress: { readonly token: string | number | undefined; readonly notify: Notify } | null,
  ): Promise<string | null> {
    const controller = new AbortController();
    try {
      const tool = this.#kernel.registry.get(name);
      if (tool === undefined) throw new ProtocolError("parameters", `there is no tool "${name}"`);
      const misfit = tool.misfit(args.value);
      if (misfit !== null) throw new ProtocolError("parameters", `${name}: ${misfit}`);
      this.#admit(id);
      this.#underWay.set(id, controller);
      times.push(performance.now());
      const scope: CallScope = {
        signal: controller.signal,
        progress: progressOf(progress?.token, progress?.notify),
        began: () => times.push(performance.now()),
      };
      const result = await tool.call(args, scope);
      times.push(performance.now());
      // whoever cancelled a request does not wait for its answer
      if (controller.signal.aborted) return null;
      return this.#counted("tools/call", times, replyText(id, resultText(result)));
    } catch (thrown) {
      return this.#refuse(id, protocolErrorOf(thrown));
    } finally {
      if (this.#underWay.get(id) === controller) this.#underWay.delete(id);
    }
  }

  #admit(id: RequestId): void {
    if (this.#underWay.has(id)) {
      throw new ProtocolError("request", `a request with the id ${JSON.stringify(id)} is under way`);
    }
    const { inFlight } = this.#kernel.limits;
    if (this.#underWay.size >= inFlight) {
      throw new ProtocolError("busy", `${inFlight} requests are under way, which is the limit of a session`);
    }
  }

  #counted(method: string, times: number[], text: string): string {
    times.push(performance.now());
    this.#kernel.counts.answered(method, times);
    return text;
  }
}

function progressOf(
  progressToken: string | number | undefined,
  notify: Notify | undefined,
): CallScope["progress"] {
  if (progressToken === undefined || notify === undefined) return null;
  return (progress, total) =>
    notify(notificationText("notifications/progress", { progressToken, progress, ...(total && { total }) }));
}

/** @param source the text of the request, if it is known */
function argumentsOf(
  { arguments: value = {} }: Pick<Parameters<"tools/call">, "arguments">,
  source: string | null = null,
): ToolArguments {
  const kept = () =>
    source === null || source.length <= mostText ? null : memberText(source, "params", "arguments");
  return { value, text: () => kept() ?? JSON.stringify(value) };
}

/** The result of `tools/call`, as JSON text. */
function resultText(result: ToolResult): string {
  const { fuel, peakMemoryBytes } = result.usage;
  const meta = `{"fuelgauge/fuel":${fuel},"fuelgauge/peakMemoryBytes":${peakMemoryBytes}`;
  if (result.kind === "failed") {
    const content = JSON.stringify([{ type: "text", text: result.message }]);
    return `{"content":${content},"isError":true,"_meta":${meta},"fuelgauge/outcome":${JSON.stringify(result.outcome)}}}`;
  }
  const { json } = result;
  const text = json.length <= mostText ? json : `${json.length} characters of JSON: see structuredContent`;
  return `{"content":[{"type":"text","text":${JSON.stringify(text)}}],"structuredContent":${json},"_meta":${meta}}}`;
}

function protocolErrorOf(thrown: unknown): ProtocolError {
  if (thrown instanceof ProtocolError) return thrown;
  return new ProtocolError("internal", thrown instanceof Error ? thrown.message : String(thrown));
}
