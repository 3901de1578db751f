import { expect, test } from "vitest";
import { Executor, type HostCall, type HostFunctions } from "../../runtime/executor/index.ts";
import { accepted } from "./assemble.ts";

test("a host function whose guest's time is up has nothing left of the execution, nor of the one that is next in its instance", async () => {
  const late: { readonly host: HostCall; readonly go: () => void }[] = [];
  const hostFunctions: HostFunctions = {
    host: {
      slow: {
        kind: "waits",
        call: (host: HostCall) => new Promise<number>((resolve) => late.push({ host, go: () => resolve(0) })),
      },
    },
  };
  const executor = new Executor({ hostFunctions });
  const module = await accepted(
    executor,
    `(module (import "host" "slow" (func $slow (result i32))) (memory (export "memory") 1)
      (func (export "f") (result i32) (call $slow)))`,
  );
  const first = await executor.run(module, "f", [], { wallClockMs: 20 });
  expect(first.outcome.kind).toBe("timed-out");
  const next = executor.run(module, "f", [], { fuel: 1_000 });
  while (late.length < 2) await new Promise((resume) => setImmediate(resume));
  const [stale, current] = late;
  expect(() => stale?.host.report({ kind: "stale" })).toThrow("has ended");
  expect(() => stale?.host.charge(1_000_000)).toThrow("has ended");
  expect(() => stale?.host.memory()).toThrow("has ended");
  current?.host.report({ kind: "current" });
  current?.go();
  stale?.go();
  const second = await next;
  expect(second.outcome.kind).toBe("returned");
  expect(second.events).toEqual([{ kind: "current" }]);
});
