import { describe, expect, test } from "vitest";
import { Executor, type WasiOptions } from "../../runtime/executor/index.ts";
import { accepted, repeated } from "./assemble.ts";
import { bytes, files, programBytes, programs, run, runMetered } from "./wasi-run.ts";

describe.each([...programs, ["chance", { seed: 9 }] as const])("%s", (name, wasi) => {
  const program = programBytes(name);

  test("does in the executor what it does by itself, in new instances and in used ones", async () => {
    const alone = run(program, wasi);
    const executor = new Executor();
    const module = await accepted(executor, program);
    const first = await executor.run(module, "_start", [], { wasi });
    expect(repeated(first)).toMatchObject({
      outcome: { kind: "returned", values: [] },
      stdout: alone.stdout,
      stderr: alone.stderr,
      events: alone.events,
    });
    expect(first.outcome.kind === "returned" && (first.outcome.exitCode ?? 0)).toBe(alone.exitCode);
    for (let time = 0; time < 5; time++) {
      expect(repeated(await executor.run(module, "_start", [], { wasi }))).toEqual(repeated(first));
    }
    expect(repeated(await new Executor().run(program, "_start", [], { wasi }))).toEqual(repeated(first));
  });

  test("burns what it burns by itself", async () => {
    const { fuel } = await new Executor().run(program, "_start", [], { wasi });
    expect(fuel).toBe(runMetered(program, wasi).fuel);
  });
});

test.each(["streams", "words"])(
  "%s does the same at once and in slices, alone and among others",
  async (name) => {
    const program = programBytes(name);
    const small: WasiOptions = {
      args: [name, "out.txt"],
      stdin: bytes("one two one\n"),
      files,
      preopens: ["."],
    };
    const large: WasiOptions = { ...small, stdin: bytes("one two three\n".repeat(800)) };
    const executor = new Executor();
    const module = await accepted(executor, program);
    const atOnce = await executor.run(module, "_start", [], { wasi: small });
    const long = await executor.run(module, "_start", [], { wasi: large });
    expect(atOnce.fuel).toBeLessThan(1_000_000);
    expect(long.fuel).toBeGreaterThan(1_000_000);
    expect(long.stdout).toEqual(new TextEncoder().encode(run(program, large).stdout));
    // since then it is known to take long
    expect(repeated(await executor.run(module, "_start", [], { wasi: small }))).toEqual(repeated(atOnce));
    const together = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        executor.run(module, "_start", [], { wasi: at % 2 ? small : large }),
      ),
    );
    for (const [at, each] of together.entries()) {
      expect(repeated(each)).toEqual(repeated(at % 2 ? atOnce : long));
    }
    expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { live: 0 } });
  },
);

test("a program that runs out of fuel leaves nothing behind for the next one", async () => {
  const program = programBytes("files");
  const wasi: WasiOptions = { files, preopens: ["."] };
  const executor = new Executor();
  const whole = await executor.run(program, "_start", [], { wasi });
  for (const part of [0.001, 0.1, 0.5, 0.99]) {
    const fuel = Math.floor(whole.fuel * part);
    const stopped = await executor.run(program, "_start", [], { wasi, fuel });
    expect(stopped).toMatchObject({ outcome: { kind: "out-of-fuel" }, fuel });
    expect(repeated(await executor.run(program, "_start", [], { wasi }))).toEqual(repeated(whole));
  }
  expect(await executor.run(program, "_start", [], { wasi, fuel: whole.fuel })).toMatchObject({
    fuel: whole.fuel,
  });
  const less = await executor.run(program, "_start", [], { wasi, fuel: whole.fuel - 1 });
  expect(less.outcome).toEqual({ kind: "out-of-fuel" });
});
