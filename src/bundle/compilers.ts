import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { childEnvironment } from "../child-environment.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { type CompilerAnswer, type CompilerJob, compilerAnswerSchema } from "./compiler-job.ts";

export interface CompilerProgram {
  /** `compiler.ts`, or what it was bundled to. */
  readonly compilerEntry: URL | string;
  /** The Node that runs it. Default: the one that runs this. */
  readonly node?: string | undefined;
}

/** Hosted runners have at least two cores, and each compiler takes hundreds of megabytes. */
const mostProcesses = 2;

/** The answers to all jobs, in their order. Each process takes the next job as soon as it is free. */
export async function runCompilers(
  program: CompilerProgram,
  jobs: readonly CompilerJob[],
): Promise<CompilerAnswer[]> {
  const answers = new Array<CompilerAnswer>(jobs.length);
  const queue = jobs.entries();
  const compilers = Array.from({ length: Math.min(mostProcesses, jobs.length) }, () =>
    startCompiler(program),
  );
  try {
    await Promise.all(
      compilers.map(async (compiler) => {
        for (const [index, job] of queue) answers[index] = await compiler.answer(job);
      }),
    );
    return answers;
  } finally {
    for (const compiler of compilers) compiler.stop();
  }
}

function startCompiler({ compilerEntry, node }: CompilerProgram) {
  const child = fork(compilerEntry, [], {
    execPath: node ?? process.execPath,
    execArgv: [
      // Node 24 still calls it experimental to take the types out of TypeScript.
      "--disable-warning=ExperimentalWarning",
      // The compiler leaves much garbage; collecting it often saves a fifth of the memory and costs no time.
      "--max-semi-space-size=4",
    ],
    env: childEnvironment(process.env),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const ended = reportEnd(child);
  // It also ends when it is stopped, and then nobody waits for an answer.
  ended.catch(() => {});
  return {
    async answer(job: CompilerJob): Promise<CompilerAnswer> {
      const answered = new Promise((resolve) => child.once("message", resolve));
      // When it cannot be sent, the process has ended, which says more than the broken channel does.
      child.send(job, () => {});
      return compilerAnswerSchema.parse(await Promise.race([answered, ended]));
    },
    stop() {
      child.kill();
    },
  };
}

/** Rejects when the process has ended, or could not be started. */
async function reportEnd(child: ChildProcess): Promise<never> {
  const lastWords = child.stderr ? text(child.stderr) : "";
  const how = await once(child, "close").then(
    ([code, signal]) => `A compiler process ended too early, with ${signal ?? `exit status ${code}`}.`,
    (cause: unknown) => `The compiler process could not be started: ${messageOf(cause)}.`,
  );
  throw new FuelgaugeError({
    happened: `${how}\n${await lastWords}`.trim(),
    expected: "a process that answers",
    remedy: "Read its last words above. When there are none, it was probably stopped for want of memory.",
  });
}
