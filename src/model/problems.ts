import type { z } from "zod";
import { looksSecret } from "./secrets.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * What is wrong with a document, one line for each problem: `policy[0].flor is not known; did you mean floor?`
 *
 * @param schema what the document was parsed with, to name the right keys
 */
export function problemsOf(issues: readonly Issue[], document: unknown, schema: z.core.$ZodType): string[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], document, schema));
}

function problemsOfIssue(issue: Issue, above: Path, document: unknown, schema: z.core.$ZodType): string[] {
  const path = [...above, ...issue.path];
  const value = valueAt(document, path);
  const isHidden = path.some((step) => looksSecret(String(step)));
  const told = () => (isHidden ? "a value that is not shown" : shown(value));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map(
        (key) => `${nameOf([...path, key])} is not known${hint(key, keysAt(schema, path))}`,
      );
    case "invalid_union": {
      const [meant = []] = issue.errors.toSorted((one, other) => distanceOf(one) - distanceOf(other));
      return meant.flatMap((each) => problemsOfIssue(each, path, document, schema));
    }
    case "invalid_key":
      return issue.issues.map(({ message }) => `${nameOf(path)} is no name that can stand here: ${message}`);
    case "custom":
      return [`${nameOf(path)} ${issue.message}`];
    case "invalid_value":
      if (value !== undefined)
        return [`${nameOf(path)} is ${told()}${hint(value, issue.values.map(String))}`];
      return [`${nameOf(path)} is missing: one of ${issue.values.join(", ")}`];
    default:
      return [
        value === undefined
          ? `${nameOf(path)} is missing: ${issue.message}`
          : `${nameOf(path)} is ${told()}, not ${issue.message}`,
      ];
  }
}

/** How far a value as a whole is from one of the things that it may be: of another type, another value, or wrong in a part. */
function distanceOf(issues: readonly Issue[]): number {
  const codes = issues.filter(({ path }) => path.length === 0).map(({ code }) => code);
  if (codes.includes("invalid_type")) return 2;
  return codes.includes("invalid_value") ? 1 : 0;
}

/** What a value of the wrong type should have been, for schemas that do not say it themselves. */
export function wantedType(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "invalid_type") return undefined;
  const wanted: Readonly<Record<string, string>> = {
    object: "an object { … }",
    array: "a list [ … ]",
    string: "a text",
    boolean: "true or false",
    number: "a number",
  };
  return wanted[issue.expected];
}

/** `policy[0].floor`; a key that is no plain word is quoted: `policy[0]["a key"]` */
function nameOf(path: Path): string {
  const name = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\w$-]{1,60}$/.test(String(step)) ? `.${String(step)}` : `[${shown(String(step))}]`;
  });
  return name.length === 0 ? "The document" : name.join("").replace(/^\./, "");
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function hint(wrong: unknown, right: readonly string[]): string {
  const nearest = nearestOf(String(wrong), right);
  if (nearest !== null) return `; did you mean ${nearest}?`;
  return right.length === 0 ? "" : `; there are ${right.join(", ")}`;
}

/** The candidate that is fewest edits away; null when all are further than a slip of the fingers. */
export function nearestOf(wrong: string, candidates: readonly string[]): string | null {
  const [nearest] = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(wrong.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((one, other) => one.edits - other.edits);
  return nearest?.candidate ?? null;
}

/** Levenshtein's distance. Texts are cut, since no name is longer. */
function editsBetween(one: string, other: string): number {
  const [from, to] = [[...one.slice(0, 40)], [...other.slice(0, 40)]];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, character] of from.entries()) {
    const current = [row + 1];
    for (const [column, wanted] of to.entries()) {
      const replaced = (previous[column] ?? 0) + (character === wanted ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null
        ? Object.getOwnPropertyDescriptor(value, step)?.value
        : undefined,
    document,
  );
}

/** The keys of the object that a schema wants at a path; none where it wants something else. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const { def } = schema._zod as unknown as { def: Definition };
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return keysAt(inner, path);
  if (def.options !== undefined) return def.options.flatMap((option) => keysAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(def.shape ?? {});
  const next = typeof step === "number" ? def.element : (def.shape?.[String(step)] ?? def.valueType);
  return next === undefined ? [] : keysAt(next, rest);
}

/** As much of a zod schema as leads to its keys: wrappers, pipes, unions, lists, records and objects. */
interface Definition {
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}
