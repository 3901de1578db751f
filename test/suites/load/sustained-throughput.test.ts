import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { Host, SandboxExecution } from "../../../runtime/host/interface.ts";
import { loadBundle } from "../../../src/measure/subject.ts";
import { sustainedThroughput } from "../../../src/suites/load/sustained-throughput.ts";
import { makeFolder } from "../../bundle/workshop.ts";
import { contestant } from "../../measure/fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { folder, remove } = await makeFolder();
afterAll(remove);

// alone in its file: what other plays have left behind would shrink meanwhile
test("a sandbox that keeps an object of each execution wears out", async () => {
  const head = await contestant(folder, "head", { guests: ["add"] });
  const { bytes, loadHost } = await loadBundle(head.folder);
  const host = await loadHost();
  const kept: SandboxExecution[] = [];
  const keeping: Host = {
    ...host,
    async openSandbox(setup) {
      const sandbox = await host.openSandbox(setup);
      return {
        ...sandbox,
        async run(...asked) {
          const execution = await sandbox.run(...asked);
          kept.push({ ...execution, values: [...execution.values] });
          return execution;
        },
      };
    },
  };
  const stage = (on: Host, scratch: string) => ({
    host: on,
    bytes,
    tools: async () => [],
    scratch: join(folder, scratch),
    threads: 1,
  });
  await expect(sustainedThroughput.play(stage(keeping, "keeping"))).rejects.toThrow(
    /^wears out: the heap grew by \d+(\.\d+)? bytes an execution .+; in as many windows again, the heap grew/,
  );
  expect(kept.length).toBeGreaterThan(0);
});
