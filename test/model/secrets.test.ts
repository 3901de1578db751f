import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { looksSecret, resultsWithoutSecrets, secretsOf, withoutSecrets } from "../../src/model/secrets.ts";
import { someCase, someFailedRow, someResults } from "../support/results.ts";

test.each([
  "NPM_TOKEN",
  "PGPASSWORD",
  "AWS_SECRET_ACCESS_KEY",
  "API_KEY",
  "CREDENTIALS",
  "INPUT_GITHUB-TOKEN",
  "apiToken",
])("%s is the name of a secret", (name) => expect(looksSecret(name)).toBe(true));

test.each(["PATH", "PWD", "HOME", "KEYBOARD", "MONKEY", "TOKENIZERS_PARALLELISM", "AUTHOR"])(
  "%s is not",
  (name) => expect(looksSecret(name)).toBe(false),
);

describe("the secrets of a configuration", () => {
  const run = (environment: Record<string, string>, stdin = "") => ({
    modules: [{ file: "a.wasm", runs: [{ environment, stdin }] }],
  });

  it("are the values of variables with a secret's name, wherever they stand", () => {
    const config = run({ GREETING: "hunter2-and-more", MODE: "verbose-output" }, "hunter2-and-more");
    const variables = { DB_PASSWORD: "hunter2-and-more", SHORT_TOKEN: "true", MODE: "verbose-output" };
    expect(secretsOf(config, variables)).toEqual([
      { path: "modules.0.runs.0.environment.GREETING", value: "hunter2-and-more", variable: "DB_PASSWORD" },
      { path: "modules.0.runs.0.stdin", value: "hunter2-and-more", variable: "DB_PASSWORD" },
    ]);
  });

  it("are what an environment holds under such a name", () => {
    expect(secretsOf(run({ API_TOKEN: "0123456789", DEBUG: "0123456789", SMALL_TOKEN: "on" }), {})).toEqual([
      { path: "modules.0.runs.0.environment.API_TOKEN", value: "0123456789", variable: null },
    ]);
  });

  it("are not quoted by the error about one", () => {
    const config = run({ API_TOKEN: "x" });
    const wrong = {
      ...config,
      modules: [{ file: "a.wasm", runs: [{ environment: { API_TOKEN: 987654321 } }] }],
    };
    const refusal = () => parseConfig(wrong, "fuelgauge.config.json");
    expect(refusal).toThrow("environment.API_TOKEN is a value that is not shown, not a text");
    expect(refusal).not.toThrow("987654321");
  });
});

describe("a text without secrets", () => {
  it("has stars in their place, and in the place of the lines of longer ones", () => {
    expect(withoutSecrets("a hunter2-and-more b", ["hunter2-and-more"])).toBe("a *** b");
    expect(withoutSecrets("only line-number-2 here", ["line-number-1\nline-number-2"])).toBe("only *** here");
    expect(withoutSecrets("true is kept", ["true"])).toBe("true is kept");
  });

  it("holds none of them", () => {
    const secret = fc.string({ minLength: 8, maxLength: 20 }).filter((text) => !text.includes("*"));
    fc.assert(
      fc.property(fc.array(secret), fc.array(fc.string()), (secrets, words) => {
        const text = secrets.flatMap((each, index) => [words[index] ?? "", each]).join("|");
        const rest = withoutSecrets(text, secrets);
        for (const each of secrets) expect(rest).not.toContain(each);
      }),
      { seed: 1 },
    );
  });
});

describe("results without secrets", () => {
  const secret = (value: string) => ({ path: "x", value, variable: null });

  it("have none in names, messages and reasons, and are results still", () => {
    const results = someResults({
      comparisons: [someFailedRow("tool/run", "it wrote hunter2-and-more")],
      cases: [someCase("tool/hunter2-and-more")],
      failures: [{ case: "tool/run", arm: "head", round: 0, message: "hunter2-and-more" }],
    });
    const rest = resultsWithoutSecrets(results, [secret("hunter2-and-more")]);
    expect(JSON.stringify(rest)).not.toContain("hunter2");
    expect(rest.failures).toMatchObject([{ message: "***" }]);
    expect(rest.measurements).toEqual(results.measurements);
  });

  it("keep a word of their own format, whatever it is the secret of", () => {
    const results = someResults({ comparisons: [someFailedRow("a/b", "hunter2-and-more")] });
    const rest = resultsWithoutSecrets(results, [
      secret("no-baseline"),
      secret("compared"),
      secret("hunter2-and-more"),
    ]);
    expect(rest.base.kind).toBe("compared");
    expect(JSON.stringify(rest)).not.toContain("hunter2");
  });
});
