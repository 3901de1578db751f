import type { FuelProfile, ProfileChange } from "../model/fuel-profile.ts";

/** Functions that are kept of a case: a change of the compiler may touch all of thousands. */
const most = 20;

/** Base against head, function by function, for each case that both sides have a profile of. */
export function profileChanges(profiles: readonly FuelProfile[]): ProfileChange[] {
  const byCase = Map.groupBy(profiles, (profile) => profile.case);
  return [...byCase].flatMap(([id, ofCase]) => {
    const base = ofCase.find(({ arm }) => arm === "base");
    const head = ofCase.find(({ arm }) => arm === "head");
    return base && head ? [changeOf(id, base, head)] : [];
  });
}

function changeOf(id: string, base: FuelProfile, head: FuelProfile): ProfileChange {
  const [inBase, inHead] = [fuelByName(base), fuelByName(head)];
  const changed = [...new Set([...inBase.keys(), ...inHead.keys()])]
    .map((name) => ({ function: name, base: inBase.get(name) ?? 0, head: inHead.get(name) ?? 0 }))
    .filter((each) => each.base !== each.head)
    .sort((one, other) => Math.abs(other.head - other.base) - Math.abs(one.head - one.base));
  return { case: id, functions: changed.slice(0, most), more: Math.max(0, changed.length - most) };
}

function fuelByName({ functions }: FuelProfile): Map<string, number> {
  const fuel = new Map<string, number>();
  for (const each of functions) fuel.set(each.function, (fuel.get(each.function) ?? 0) + each.fuel);
  return fuel;
}
