/**
 * Loaded before anything else into a measuring process that may start threads, and into each of its threads. Node's
 * permissions leave gaps where threads are allowed; this closes those that a program could walk through by accident or
 * with a line of code. It is no sandbox, and neither are the permissions: whoever digs in Node's insides finds a way.
 */
import fs from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";

/** Threads of the process keep its limits, which those with flags or an environment of their own would not. */
function limitThreads(): void {
  const limited = new Proxy(workerThreads.Worker, {
    construct(Worker, [file, options], newTarget) {
      const kept = { ...options, execArgv: undefined, env: undefined };
      return Reflect.construct(Worker, [file, kept], newTarget);
    },
  });
  limited.prototype.constructor = limited;
  workerThreads.Worker = limited;
}

function refuse(what: string): () => never {
  return () => {
    throw new Error(`measured code may not ${what}`);
  };
}

// The hooks that it registers run in a thread which this guard is not loaded into.
module.register = refuse("register hooks");
// Before Node 22.22, 24.13 and 25.3, a link inside a folder leads out of it (CVE-2025-55130).
fs.symlink = Object.assign(refuse("make links"), { __promisify__: refuse("make links") });
fs.symlinkSync = refuse("make links");
fs.promises.symlink = async () => refuse("make links")();
if (workerThreads.isMainThread) {
  // Since Node 24, threads may read all that lies below the folder that their process is in.
  process.chdir(import.meta.dirname);
  limitThreads();
} else {
  workerThreads.Worker = class {
    constructor() {
      refuse("start threads in a thread")();
    }
  } as unknown as typeof workerThreads.Worker;
}
syncBuiltinESMExports();
