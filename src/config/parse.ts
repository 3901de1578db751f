import { FuelgaugeError } from "../errors.ts";
import { type Config, configSchema } from "../model/config.ts";
import { problemsOf, wantedType } from "../model/problems.ts";

/**
 * The configuration that a document holds.
 *
 * @param source what the errors call the document
 * @throws FuelgaugeError that lists everything that is wrong with it
 */
export function parseConfig(document: unknown, source: string): Config {
  const parsed = configSchema.safeParse(document, { error: wantedType });
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, document, configSchema);
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new FuelgaugeError({
    happened: [`${source} has ${count}.`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
    expected: "a configuration as docs/your-code.md and docs/policy.md describe it",
    remedy: 'Correct it. With its "$schema" in the file, an editor shows the same while you type.',
  });
}
