import { z } from "zod";
import { OperationError, operation } from "./operation.ts";

/** What a format may cost: the kernel does nothing else meanwhile. */
interface Price {
  /** Bytes of a text that is read or written at once. */
  readonly most: number;
  /** Units of fuel for a byte, by the time that the library takes. */
  readonly perByte: number;
}
const yamlPrice: Price = { most: 262_144, perByte: 2_000 };
const tomlPrice: Price = { most: 1_048_576, perByte: 200 };

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/** The values of a YAML stream (YAML 1.2, with merge keys): the body is the text, the answer's body a JSON array of one value for each document. */
export const yamlParse = operation({
  capability: "library",
  request: z.strictObject({}),
  access: () => null,
  perform: async (_request, body, { charge }) => {
    const text = textOf(body, charge, yamlPrice);
    const yaml = await import("yaml");
    const values = expected(() => valuesOfYaml(yaml, text), "no YAML: ");
    return jsonAnswer(values, yamlPrice);
  },
});

/** Where the library's own work grows with the square of the text (marked errors, equal keys), it is done here instead. */
function valuesOfYaml(yaml: typeof import("yaml"), text: string): unknown[] {
  const options = { intAsBigInt: true, merge: true, prettyErrors: false, uniqueKeys: false };
  return Array.from(yaml.parseAllDocuments(text, options), (document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${error.message}, on line ${lineOf(text, error.pos[0])}`);
    yaml.visit(document, {
      Map(_key, { items }) {
        const known = new Set<unknown>();
        for (const { key } of items) {
          if (!yaml.isScalar(key) || !known.has(key.value)) {
            known.add(yaml.isScalar(key) ? key.value : key);
            continue;
          }
          const at = key.range?.[0] ?? 0;
          throw new Error(`the key "${key.value}" stands twice in a map, on line ${lineOf(text, at)}`);
        }
      },
    });
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  });
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** Writes a JSON value, which is the body, as YAML, into the answer's body. */
export const yamlStringify = operation({
  capability: "library",
  request: z.strictObject({ indent: z.int().min(1).max(8).default(2) }),
  access: () => null,
  perform: async ({ indent }, body, { charge }) => {
    const value: unknown = JSON.parse(textOf(body, charge, yamlPrice));
    const { stringify } = await import("yaml");
    return textAnswer(
      expected(() => stringify(value, { indent, lineWidth: 0, aliasDuplicateObjects: false })),
      yamlPrice,
    );
  },
});

/** The value of a TOML 1.0 document: the body is the text, the answer's body JSON. Dates and times are strings as RFC 3339 has them. */
export const tomlParse = operation({
  capability: "library",
  request: z.strictObject({}),
  access: () => null,
  perform: async (_request, body, { charge }) => {
    const text = textOf(body, charge, tomlPrice);
    const { parse } = await import("smol-toml");
    return jsonAnswer(
      expected(() => parse(text, { integersAsBigInt: true, maxDepth: 100 }), "no TOML: "),
      tomlPrice,
    );
  },
});

/** Writes a JSON object without nulls, which is the body, as TOML, into the answer's body. */
export const tomlStringify = operation({
  capability: "library",
  request: z.strictObject({}),
  access: () => null,
  perform: async (_request, body, { charge }) => {
    const value: unknown = JSON.parse(textOf(body, charge, tomlPrice));
    const { stringify } = await import("smol-toml");
    return textAnswer(
      expected(() => stringify(value)),
      tomlPrice,
    );
  },
});

function textOf(body: Uint8Array, charge: (units: number) => void, { most, perByte }: Price): string {
  if (body.length > most) {
    throw new OperationError(
      "invalid",
      `such a document may have ${most} bytes, and this one has ${body.length}`,
    );
  }
  charge(body.length * perByte);
  return decoder.decode(body);
}

/** What a library throws at a text that it cannot take is expected. */
function expected<T>(work: () => T, prefix = ""): T {
  try {
    return work();
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new OperationError("failed", prefix + firstLine(message));
  }
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

function jsonAnswer(value: unknown, price: Price) {
  return textAnswer(JSON.stringify(value, jsonValue), price);
}

/** Numbers that JSON cannot say, or not exactly, are refused: to change them silently would be worse. */
function jsonValue(key: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    // exact, or what the nearest double is written as
    if (Number.isFinite(number) && (BigInt(number) === value || `${number}` === `${value}`)) return number;
    throw new OperationError("failed", `"${key}" is ${value}, which JSON numbers cannot hold exactly`);
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new OperationError("failed", `"${key}" is ${value}, which JSON has no number for`);
  }
  return value;
}

function textAnswer(text: string, { most }: Price) {
  const body = encoder.encode(text);
  if (body.length > 4 * most) {
    throw new OperationError("failed", `the result has ${body.length} bytes, and may have ${4 * most}`);
  }
  return { json: { bytes: body.length }, body };
}
