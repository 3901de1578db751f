/** What programs share whether they want to or not: by its name, what it is. */
type Shared = ReadonlyMap<string, unknown>;

/** The global object, the constructors and namespaces that it holds, and their prototypes, property by property. */
export function sharedNow(): Shared {
  const shared = new Map<string, unknown>();
  for (const [name, value] of propertiesOf(globalThis)) {
    shared.set(name, value);
    if (!isHolder(value) || name === "globalThis" || name === "global") continue;
    for (const [inner, held] of propertiesOf(value)) {
      shared.set(`${name}.${inner}`, held);
      if (inner !== "prototype" || !isHolder(held)) continue;
      for (const [member, method] of propertiesOf(held)) shared.set(`${name}.prototype.${member}`, method);
    }
  }
  return shared;
}

/** Names of what has been replaced, taken away or added to a prototype since, in order. */
export function replacedSince(before: Shared): string[] {
  const now = sharedNow();
  const replaced = [...before]
    .filter(([name, value]) => !Object.is(now.get(name), value))
    .map(([name]) => name);
  const added = [...now.keys()].filter((name) => !before.has(name) && name.includes("."));
  return [...replaced, ...added].sort();
}

function isHolder(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** By name, the values of properties, and the getters of those that have one: looking must not run anything. */
function propertiesOf(holder: object): [name: string, value: unknown][] {
  return Object.entries(Object.getOwnPropertyDescriptors(holder)).map(([name, descriptor]) => [
    name,
    descriptor.get ?? descriptor.value,
  ]);
}
