import { expect, it } from "vitest";
import { profileChanges } from "../../src/analysis/profile-changes.ts";
import type { FuelProfile } from "../../src/model/fuel-profile.ts";

function profile(arm: "base" | "head", functions: Record<string, number>, id = "a/a"): FuelProfile {
  return {
    case: id,
    arm,
    functions: Object.entries(functions).map(([name, fuel]) => ({ function: name, fuel })),
  };
}

it("lists functions that do not burn the same, the largest difference first", () => {
  const profiles = [
    profile("base", { same: 5, less: 100, gone: 3 }),
    profile("head", { same: 5, less: 40, added: 61 }),
  ];
  expect(profileChanges(profiles)).toEqual([
    {
      case: "a/a",
      functions: [
        { function: "added", base: 0, head: 61 },
        { function: "less", base: 100, head: 40 },
        { function: "gone", base: 3, head: 0 },
      ],
      more: 0,
    },
  ]);
});

it("takes functions of one name together", () => {
  const twice = {
    case: "a/a",
    arm: "head",
    functions: [1, 2].map((fuel) => ({ function: "f", fuel })),
  } as const;
  expect(
    profileChanges([profile("base", { f: 1 }), { ...twice, functions: [...twice.functions] }]),
  ).toMatchObject([{ functions: [{ function: "f", base: 1, head: 3 }] }]);
});

it("keeps twenty and counts the rest", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, index + 1]));
  const [change] = profileChanges([profile("base", {}), profile("head", many)]);
  expect(change?.functions).toHaveLength(20);
  expect(change?.functions[0]?.function).toBe("f49");
  expect(change?.more).toBe(30);
});

it("says nothing of a case that one side has no profile of", () => {
  expect(profileChanges([profile("head", { f: 1 }), profile("base", { f: 2 }, "b/b")])).toEqual([]);
});
