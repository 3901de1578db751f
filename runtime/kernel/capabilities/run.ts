import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { type Answer, type Operation, OperationError, operation } from "./operation.ts";
import { closing, codeOf, pathSchema, placeOf } from "./place.ts";

const mostMs = 600_000;
const mostOutput = 8 * 1_048_576;
const mostArguments = 1_000;
const argument = z
  .string()
  .max(100_000)
  .regex(/^[^\0]*$/, "no NUL character");

/**
 * All that a command finds in its environment. Nothing of the kernel's own, which may hold secrets; and where commands are looked for does not
 * depend on who started the kernel.
 */
const environment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
} as const;

/** How long what a command leaves behind may go on holding its output. */
const patienceMs = 500;

/** Commands that may be started. */
const commands = operation({
  capability: "run",
  request: z.strictObject({}),
  access: () => null,
  perform: (_request, _body, { grants }) => ({ json: { commands: grants.run } }),
});

const commandRequest = z.strictObject({
  command: z
    .string()
    .max(4_095)
    .regex(/^(?:\/[^\0]*|[^\0/]+)$/, "a name, or an absolute path"),
  arguments: z.array(argument).max(mostArguments),
  /** Default: `/`. */
  folder: pathSchema.nullable(),
  timeoutMs: z.int().min(1).max(mostMs),
  /** Bytes of each stream. */
  outputBytes: z.int().min(0).max(mostOutput),
});

/**
 * Starts a program, without a shell, with the body as its standard input, and waits for its end. It has the rights of the kernel's user: what it may read
 * and write is not confined to granted folders.
 *
 * It leads a process group, and the group is ended with it, and when time or output are used up. A process that has left the group on purpose
 * (`setsid`) goes on.
 */
const command = operation({
  capability: "run",
  request: commandRequest,
  access: ({ command }, { grants }) => ({
    target: command,
    granted: grants.run.includes(command),
    grant: `run: ${JSON.stringify(command)}`,
  }),
  perform: async (request, body, scope) => {
    if (request.folder === null) return perform(request, "/", body, scope.signal);
    const place = await placeOf(request.folder, "read", scope);
    return closing(place, ({ at }) => perform(request, at, body, scope.signal));
  },
});

/** @param folder that it works in */
async function perform(
  { command, arguments: args, timeoutMs, outputBytes }: z.infer<typeof commandRequest>,
  folder: string,
  input: Uint8Array,
  signal: AbortSignal,
): Promise<Answer> {
  if (signal.aborted) throw new OperationError("failed", "the call was ended");
  const child = await start(command, args, folder);
  const run = new Run(child, outputBytes);
  const cancel = () => run.stop("cancelled");
  const timer = setTimeout(() => run.stop("timed-out"), timeoutMs);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    if (signal.aborted) cancel();
    child.stdin.end(input);
    const { code, signal: endedBy } = await run.ended();
    const { stdout, stderr, stopped } = run;
    if (stopped === "cancelled") throw new OperationError("failed", "the call was ended");
    const lengths = { stdoutBytes: stdout.length, stderrBytes: stderr.length };
    return {
      json: { exitCode: code, signal: endedBy, stopped, ...lengths },
      body: Buffer.concat([stdout, stderr]),
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    underWay.delete(run);
  }
}

export const runOperations: Readonly<Record<string, Operation>> = {
  "run.commands": commands,
  "run.command": command,
};

/** Why a command was ended from outside. */
type Stopped = "timed-out" | "output-limit" | "cancelled";

/** Commands that have not ended. None outlives the kernel, if it has a say in its own end. */
const underWay = new Set<Run>();
process.on("exit", () => {
  for (const run of underWay) run.stop("cancelled");
});

class Run {
  stopped: Stopped | null = null;
  #exited = false;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #stdout: Output;
  readonly #stderr: Output;

  constructor(child: ChildProcessWithoutNullStreams, outputBytes: number) {
    this.#child = child;
    const tooMuch = () => this.stop("output-limit");
    this.#stdout = new Output(child.stdout, outputBytes, tooMuch);
    this.#stderr = new Output(child.stderr, outputBytes, tooMuch);
    // whoever does not read its input may end before it is written
    child.stdin.on("error", () => {});
    underWay.add(this);
  }

  get stdout(): Buffer {
    return this.#stdout.bytes;
  }

  get stderr(): Buffer {
    return this.#stderr.bytes;
  }

  /** Ends the group at once. */
  stop(why: Stopped): void {
    this.stopped ??= why;
    this.#endGroup();
  }

  /** Fulfilled when it has ended and its output has been read. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const child = this.#child;
    return new Promise((resolve) => {
      child.once("exit", () => {
        this.#endGroup();
        this.#exited = true;
        // what has left the group can still hold the other ends
        setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
        }, patienceMs).unref();
      });
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
  }

  #endGroup(): void {
    const { pid } = this.#child;
    // once it is gone, another group may get its number
    if (pid === undefined || this.#exited) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // nothing of it is left
    }
  }
}

/** What comes out of a stream, up to a limit. */
class Output {
  readonly #pieces: Buffer[] = [];

  constructor(stream: NodeJS.ReadableStream, mostBytes: number, tooMuch: () => void) {
    let left = mostBytes;
    stream.on("data", (piece: Buffer) => {
      if (left > 0) this.#pieces.push(piece.subarray(0, left));
      if (piece.length > left) tooMuch();
      left = Math.max(0, left - piece.length);
    });
    stream.on("error", () => {});
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

async function start(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<ChildProcessWithoutNullStreams> {
  try {
    // detached: it gets a session, and so a process group, of its own
    const child = spawn(command, args, {
      cwd,
      env: environment,
      shell: false,
      detached: true,
      stdio: "pipe",
    });
    if (child.pid !== undefined) return child;
    const [thrown] = await once(child, "error");
    throw thrown;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === null) throw thrown;
    const why = code === "ENOENT" ? "there is no such program" : `it cannot be started (${code})`;
    throw new OperationError("failed", `${command}: ${why}`);
  }
}
