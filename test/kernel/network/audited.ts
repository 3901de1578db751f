import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuditLine, AuditLog } from "../../../runtime/executor/index.ts";
import type { Kernel, KernelOptions } from "../../../runtime/kernel/index.ts";
import { kernelWith } from "../some-tools.ts";

/** A kernel with one tool and an audit log, which is read at the end. */
export interface Audited {
  readonly kernel: Kernel;
  /** Closes the log and gives what tools were granted and denied: `granted http.request 127.0.0.1:80`. */
  events(): Promise<string[]>;
}

export async function auditedKernel(tool: string, grants: KernelOptions["grants"] = {}): Promise<Audited> {
  const folder = mkdtempSync(join(tmpdir(), "network-"));
  const log = await AuditLog.open({ folder });
  const kernel = await kernelWith([tool], { grants, audit: log });
  return {
    kernel,
    async events() {
      await log.close();
      const lines = readdirSync(folder).flatMap((name) =>
        readFileSync(join(folder, name), "utf8").split("\n"),
      );
      rmSync(folder, { recursive: true });
      return lines
        .filter((line) => line !== "")
        .flatMap((line) => (JSON.parse(line) as AuditLine).events ?? [])
        .map(({ kind, operation, target }) => `${kind} ${operation} ${target}`);
    },
  };
}
