import { statfs } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { world } from "./world.ts";

const variables = {
  FG_TEST_ONE: "one",
  FG_TEST_EMPTY: "",
  FG_TEST_LINES: 'a\n"b"\\ ä 😀',
  FG_TEST_SECRET: "the secret",
};
const granted = ["FG_TEST_ONE", "FG_TEST_EMPTY", "FG_TEST_LINES", "FG_TEST_UNSET"];

describe("environment_reader", () => {
  beforeAll(() => {
    Object.assign(process.env, variables);
  });
  afterAll(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });
  const reader = () => world(["environment_reader"], () => ({ environment: granted }));

  test("reads granted variables by name, and says which are not set", async () => {
    await using here = await reader();
    const names = ["FG_TEST_LINES", "FG_TEST_UNSET", "FG_TEST_EMPTY"];
    expect((await here.call("environment_reader", { names })).result).toEqual({
      variables: { FG_TEST_LINES: variables.FG_TEST_LINES, FG_TEST_EMPTY: "" },
      unset: ["FG_TEST_UNSET"],
    });
    expect(await here.uses()).toEqual(names.map((name) => `granted environment.read ${name}`));
  });

  test("finds granted variables by what their names begin with, and no others", async () => {
    await using here = await reader();
    for (const args of [{ prefix: "FG_TEST_" }, {}, { prefix: "" }]) {
      expect((await here.call("environment_reader", args)).result).toEqual({
        variables: { FG_TEST_EMPTY: "", FG_TEST_LINES: variables.FG_TEST_LINES, FG_TEST_ONE: "one" },
        unset: [],
      });
    }
    expect((await here.call("environment_reader", { prefix: "FG_TEST_S" })).result).toEqual({
      variables: {},
      unset: [],
    });
    expect((await here.uses()).join()).not.toContain("SECRET");
  });

  test("whether a variable is set that is not granted is not told", async () => {
    await using here = await reader();
    const errors = [];
    for (const name of ["FG_TEST_SECRET", "FG_TEST_NEVER_SET"]) {
      const { error } = await here.call("environment_reader", { names: ["FG_TEST_ONE", name] });
      errors.push(error?.replaceAll(name, "…"));
      expect(await here.uses()).toEqual([
        "granted environment.read FG_TEST_ONE",
        `denied environment.read ${name}`,
      ]);
    }
    expect(errors[0]).toContain("is not granted");
    expect(errors[1]).toBe(errors[0]);
    for (const name of ["__proto__", "constructor", "A=B", "", "*", "fg_test_one"]) {
      expect((await here.call("environment_reader", { names: [name] })).error, name).not.toBeNull();
    }
  });

  test("without a grant there are none", async () => {
    await using here = await world(["environment_reader"], () => ({}));
    expect((await here.call("environment_reader", {})).result).toEqual({ variables: {}, unset: [] });
    expect((await here.call("environment_reader", { names: ["PATH"] })).error).toContain("is not granted");
  });
});

describe("system_monitor", () => {
  test("tells of the machine, of the disks of granted folders, and of its own process", async () => {
    await using here = await world(["system_monitor"], (folder) => ({
      system: true,
      write: [folder, join(folder, "none")],
    }));
    const { result } = await here.call("system_monitor", { sampleMs: 20 });
    const { bsize, blocks } = await statfs(here.folder);
    expect(result).toMatchObject({
      platform: process.platform,
      architecture: process.arch,
      processors: { count: cpus().length },
      memory: { totalBytes: totalmem() },
      disks: [{ path: here.folder, totalBytes: bsize * blocks }],
    });
    const {
      processors,
      load,
      process: own,
      uptimeSeconds,
    } = result as unknown as {
      processors: { busyShare: number | null };
      load: number[];
      process: { residentBytes: number };
      uptimeSeconds: number;
    };
    const { busyShare } = processors;
    expect(busyShare === null || (busyShare >= 0 && busyShare <= 1)).toBe(true);
    expect(load).toHaveLength(3);
    expect(uptimeSeconds).toBeGreaterThan(0);
    expect(own.residentBytes).toBeGreaterThan(1_000_000);
    expect(await here.uses()).toEqual([
      "granted system.figures figures of the machine",
      "granted system.figures figures of the machine",
      `granted system.disk ${here.folder}`,
      `granted system.disk ${join(here.folder, "none")}`,
    ]);
  });

  test("tells of no other disk", async () => {
    await using here = await world(["system_monitor"], (folder) => ({ system: true, read: [folder] }));
    for (const path of ["/", "/proc", join(here.folder, "..")]) {
      expect((await here.call("system_monitor", { folders: [path] })).error).toContain("is not granted");
    }
    expect((await here.call("system_monitor", { folders: [join(here.folder, "none")] })).error).toContain(
      "there is no such",
    );
  });

  test("without the grant it tells nothing, of granted folders either", async () => {
    await using here = await world(["system_monitor"], (folder) => ({ read: [folder] }));
    const { error } = await here.call("system_monitor", { folders: [here.folder] });
    expect(error).toContain("is not granted; what would grant it is system: true");
    expect(await here.uses()).toEqual(["denied system.figures figures of the machine"]);
  });
});
