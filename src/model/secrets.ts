import { type Results, resultsSchema } from "./results.ts";

/** A text of a configuration that nobody but its owner should read. */
export interface Secret {
  /** Where it stands: `grants.environment.DB_PASSWORD`. */
  readonly path: string;
  readonly value: string;
  /** The variable of the step that has the same value; null for one that is only called like a secret. */
  readonly variable: string | null;
}

/** What stands where a secret was. */
const hidden = "***";

/** Shorter texts, such as `true`, would hide half of a report. */
const fewestCharacters = 8;

const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)[_-]?KEY)S?(?:$|[^A-Za-z])/i;

/** Whether a variable of this name is likely to hold a secret: `DB_PASSWORD`, `NPM_TOKEN`, `AWS_SECRET_ACCESS_KEY`. */
export function looksSecret(name: string): boolean {
  return secretName.test(name);
}

/**
 * The secrets in a configuration: whatever is the value of a variable with a secret's name, and whatever stands under such a name
 * in an `environment`.
 *
 * @param variables of the step
 */
export function secretsOf(
  config: unknown,
  variables: Readonly<Record<string, string | undefined>>,
): Secret[] {
  const holders = new Map(
    Object.entries(variables).flatMap(([name, value = ""]) =>
      looksSecret(name) ? [[value, name] as const] : [],
    ),
  );
  return textsIn(config, []).flatMap(({ path, value }) => {
    const variable = holders.get(value) ?? null;
    const isNamed = path.at(-2) === "environment" && looksSecret(path.at(-1) ?? "");
    const isSecret = value.length >= fewestCharacters && (variable !== null || isNamed);
    return isSecret ? [{ path: path.join("."), value, variable }] : [];
  });
}

function textsIn(
  value: unknown,
  path: readonly string[],
): { readonly path: readonly string[]; readonly value: string }[] {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}

/** The text without any of the secrets, or of their lines. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
  const longestFirst = [...new Set(parts)]
    .filter(({ length }) => length >= fewestCharacters)
    .sort((one, other) => other.length - one.length);
  return longestFirst.reduce((rest, part) => rest.replaceAll(part, hidden), text);
}

/**
 * The results without any of the secrets in their texts: names, messages, reasons. One that is a word of the format itself, such
 * as `regressed`, stays, since nothing could be read without it.
 */
export function resultsWithoutSecrets(results: Results, secrets: readonly Secret[]): Results {
  return secrets.reduce((rest, { value }) => {
    const parsed = resultsSchema.safeParse(textsReplaced(rest, (text) => withoutSecrets(text, [value])));
    return parsed.success ? parsed.data : rest;
  }, results);
}

function textsReplaced(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) {
    // samples are most of it
    return value.every((each) => typeof each === "number")
      ? value
      : value.map((each) => textsReplaced(each, replace));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, textsReplaced(each, replace)]));
}
