import { createReadStream, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AuditLog,
  Executor,
  type ExecutorOptions,
  LoadedModule,
  Metrics,
  type Refused,
} from "../../runtime/executor/index.ts";

/** Metrics and an audit log in a folder of its own, which tell the same in the end or `end` throws. */
export class Records {
  readonly metrics: Metrics;
  readonly audit: AuditLog;
  readonly #folder: string;

  private constructor(folder: string, audit: AuditLog) {
    this.#folder = folder;
    this.audit = audit;
    this.metrics = new Metrics(() => audit.figures());
    // also when something fails before `end`
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  }

  static async open(): Promise<Records> {
    const folder = mkdtempSync(join(tmpdir(), "fuelgauge-executor-"));
    // no file is deleted, so that all lines can be counted
    return new Records(folder, await AuditLog.open({ folder, files: 1_000 }));
  }

  /** An executor of this thread that counts and records here. */
  executor(options: ExecutorOptions = {}): Executor {
    return new Executor({ ...options, counts: this.metrics.counts, audit: this.audit });
  }

  /** Ends the log, and compares what was run with what it, the metrics and the registry say. */
  async end(executions: number): Promise<void> {
    await this.audit.close();
    const counted = {
      executions,
      metrics: sumOf(Object.values(this.metrics.snapshot().executions)),
      registry: await this.#published(),
      recorded: this.audit.figures().lines,
      lines: await this.#lines(),
    };
    if (Object.values(counted).some((count) => count !== executions))
      throw new Error(`The records do not agree: ${JSON.stringify(counted)}.`);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #published(): Promise<number> {
    const samples = (await this.metrics.text()).matchAll(/^fuelgauge_executions_total\{[^}]*\} (\d+)$/gm);
    return sumOf([...samples].map(([, value]) => Number(value)));
  }

  async #lines(): Promise<number> {
    let lines = 0;
    for (const name of readdirSync(this.#folder)) {
      for await (const chunk of createReadStream(join(this.#folder, name), { highWaterMark: 2 ** 20 })) {
        const bytes = chunk as Uint8Array;
        for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
      }
    }
    return lines;
  }
}

/** A module that is not expected to be refused. */
export function accepted(loaded: LoadedModule | Refused): LoadedModule {
  if (loaded instanceof LoadedModule) return loaded;
  throw new Error(`The module was refused (${loaded.reason}): ${loaded.message}.`);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
