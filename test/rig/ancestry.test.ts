import { expect, test } from "vitest";
import { commitsBetween, history, isAncestor, mergeBase } from "./ancestry.ts";
import { createWorld, type World } from "./world.ts";

/** Commits named by letters, an hour apart, each with its parents' letters. */
function worldOf(graph: Readonly<Record<string, string>>): World {
  const world = createWorld();
  for (const [index, [sha, parents]] of Object.entries(graph).entries()) {
    const date = new Date(Date.UTC(2026, 0, 1, index));
    world.commits.set(sha, { sha, parents: [...parents], message: sha, date });
  }
  return world;
}

test("history goes by date over all parents, each commit once", () => {
  const world = worldOf({ a: "", b: "a", c: "a", d: "b", m: "cd" });
  expect(history(world, "m").map(({ sha }) => sha)).toEqual(["m", "d", "c", "b", "a"]);
  expect(history(world, "d").map(({ sha }) => sha)).toEqual(["d", "b", "a"]);
});

test("the merge base is the nearest common ancestor, also after the base was merged into the head", () => {
  const world = worldOf({ a: "", b: "a", x: "a", c: "b", y: "xb", d: "c" });
  expect(mergeBase(world, "d", "y")?.sha).toBe("b");
  expect(mergeBase(world, "d", "x")?.sha).toBe("a");
  expect(mergeBase(world, "d", "b")?.sha).toBe("b");
  expect(commitsBetween(world, "d", "y").map(({ sha }) => sha)).toEqual(["y", "x"]);
});

test("unrelated commits have none", () => {
  const world = worldOf({ a: "", z: "" });
  expect(mergeBase(world, "a", "z")).toBeUndefined();
  expect(isAncestor(world, "a", "z")).toBe(false);
});
