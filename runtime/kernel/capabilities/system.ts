import { statfs } from "node:fs/promises";
import {
  arch,
  availableParallelism,
  cpus,
  freemem,
  loadavg,
  platform,
  release,
  totalmem,
  uptime,
} from "node:os";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type Operation, OperationError, operation } from "./operation.ts";
import { attempt, closing, pathSchema, placeOf } from "./place.ts";

/** Figures of the machine and of the kernel's own process, as they are after a while. Times of processors count up since the machine was started. */
const figures = operation({
  capability: "system",
  request: z.strictObject({ afterMs: z.int().min(0).max(10_000).default(0) }),
  access: (_request, { grants }) => ({
    target: "figures of the machine",
    granted: grants.system,
    grant: "system: true",
  }),
  perform: async ({ afterMs }, _body, { signal }) => {
    if (afterMs > 0) await waitFor(afterMs, signal);
    return { json: { ...machine(), process: ownProcess() } };
  },
});

/** Room of the file system that a granted folder lies on. */
const disk = operation({
  capability: "system",
  request: z.strictObject({ path: pathSchema }),
  access: (_request, { grants }) =>
    grants.system ? null : { target: "figures of the machine", granted: false, grant: "system: true" },
  perform: async ({ path }, _body, scope) => {
    const place = await placeOf(path, "read", scope);
    return closing(place, async ({ path, at }) => {
      const { bsize, blocks, bfree, bavail } = await attempt(path, () => statfs(at));
      const bytes = (some: number) => bsize * some;
      const json = {
        path,
        totalBytes: bytes(blocks),
        freeBytes: bytes(bfree),
        availableBytes: bytes(bavail),
      };
      return { json };
    });
  },
});

/** Folders whose disks may be asked for. */
const folders = operation({
  capability: "system",
  request: z.strictObject({}),
  access: () => null,
  perform: (_request, _body, { grants }) => ({
    json: { folders: Array.from(new Set([...grants.read, ...grants.write])) },
  }),
});

export const systemOperations: Readonly<Record<string, Operation>> = {
  "system.figures": figures,
  "system.disk": disk,
  "system.folders": folders,
};

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    throw new OperationError("failed", "the call was ended");
  }
}

function machine() {
  const processors = cpus();
  const sum = (of: (times: (typeof processors)[number]["times"]) => number) =>
    processors.reduce((total, { times }) => total + of(times), 0);
  const idleMs = sum(({ idle }) => idle);
  return {
    platform: platform(),
    release: release(),
    architecture: arch(),
    uptimeSeconds: uptime(),
    processors: {
      count: processors.length,
      usable: availableParallelism(),
      model: processors[0]?.model.trim() ?? "",
      idleMs,
      busyMs: sum(({ user, nice, sys, irq }) => user + nice + sys + irq),
    },
    load: loadavg(),
    memory: { totalBytes: totalmem(), freeBytes: freemem(), availableBytes: process.availableMemory() },
  };
}

function ownProcess() {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  return {
    uptimeSeconds: process.uptime(),
    userMs: user / 1_000,
    systemMs: system / 1_000,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    externalBytes: external,
  };
}
