import { expect, test } from "vitest";
import { type HistoryEntry, historyEntrySchema } from "../../src/model/history.ts";
import { filesOf } from "../rig/github.ts";
import type { Artifact } from "../rig/world.ts";
import { project, storeBaseline } from "./support.ts";

function historyIn(baseline: Artifact): HistoryEntry[] {
  const lines = String(filesOf(baseline).get("history.ndjson")).trimEnd().split("\n");
  return lines.map((line) => historyEntrySchema.parse(JSON.parse(line)));
}

test("each baseline carries the history of the one before it, and one line more", async () => {
  await using world = await project();
  const first = historyIn(await storeBaseline(world));
  const shas = [world.tip()];
  world.commit({ "notes.txt": "skipped by the workflow" });
  for (const note of ["two", "three"]) {
    world.commit({ "notes.txt": note });
    const lines = historyIn(await storeBaseline(world));
    shas.push(world.tip());
    expect(lines.map(({ sha }) => sha)).toEqual(shas);
    expect(lines[0]).toEqual(first[0]);
    expect(lines.at(-1)).toMatchObject({
      head: { "modules/fib size": expect.any(Number), "execution/fib-20 time": expect.any(Number) },
      base: { "modules/fib size": lines.at(-1)?.head["modules/fib size"] },
    });
  }
  expect(first).toMatchObject([{ verdict: "no-baseline", base: {} }]);
});
