/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The template with the changes laid over it: objects join key by key, everything else is replaced. */
export function merge(template: Json | undefined, changes: JsonObject): JsonObject {
  const result: Record<string, Json> = isJsonObject(template) ? { ...template } : {};
  for (const [key, change] of Object.entries(changes)) {
    const old = result[key];
    result[key] = isJsonObject(change) && isJsonObject(old) ? merge(old, change) : change;
  }
  return result;
}

export function omit(object: Json | undefined, keys: readonly string[]): JsonObject {
  if (!isJsonObject(object)) return {};
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The value under a path of keys, or null where the path ends early. */
export function dig(value: Json | undefined, ...keys: readonly (string | number)[]): Json {
  let here: Json | undefined = value;
  for (const key of keys) {
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isJsonObject(here) ? here[String(key)] : undefined;
  }
  return here ?? null;
}

/** The same value with texts replaced wherever they occur in its strings. */
export function rewrite(value: Json, replacements: readonly (readonly [from: string, to: string])[]): Json {
  if (typeof value === "string") {
    return replacements.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  }
  if (Array.isArray(value)) return value.map((item) => rewrite(item, replacements));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item, replacements)]));
  }
  return value;
}
