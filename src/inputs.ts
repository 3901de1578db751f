import { FuelgaugeError } from "./errors.ts";
import type { Budget } from "./measure/plan.ts";
import type { ShardChoice } from "./suites/division.ts";

export const failOnChoices = ["regression", "target", "never"] as const;
export type FailOn = (typeof failOnChoices)[number];

export const commentChoices = ["auto", "always", "never"] as const;
export type CommentChoice = (typeof commentChoices)[number];

/**
 * What the step is there for: to measure, to look again at what an earlier job of the workflow run suspects, to join what
 * several of them measured, or to write the comment of another workflow's run.
 */
export const modeChoices = ["run", "confirm", "merge", "comment"] as const;
export type Mode = (typeof modeChoices)[number];

/** The modes of a step that is part of the run it reports on. */
export type MeasuringMode = Exclude<Mode, "comment">;

/** Where a regression of time is looked at again before it counts. */
export const confirmChoices = ["here", "second-runner"] as const;
export type ConfirmChoice = (typeof confirmChoices)[number];

/** Where the baseline comes from: found for us, nowhere, or a folder. */
export type BaselineChoice =
  | { readonly kind: "auto" }
  | { readonly kind: "none" }
  | { readonly kind: "folder"; readonly path: string };

/** What the step's `with:` says, checked and typed. */
export interface Inputs {
  readonly mode: Mode;
  readonly token: string;
  readonly suites: readonly string[];
  /** Path of the configuration. Null: `fuelgauge.config.{ts,mts,mjs,js,json}` of the working directory, if there is one. */
  readonly config: string | null;
  /** Globs of modules, in the place of those that the configuration names. Null: the configuration's. */
  readonly modules: readonly string[] | null;
  /** Globs of benchmark files, likewise. */
  readonly benches: readonly string[] | null;
  /** Null: the bundled runtime. */
  readonly runtime: string | null;
  readonly baseline: BaselineChoice;
  /** Null: the pull request's base, else the default branch. */
  readonly baselineBranch: string | null;
  readonly artifactName: string;
  readonly budget: Budget;
  readonly confirm: ConfirmChoice;
  /** Null: this job measures all cases. */
  readonly shard: ShardChoice | null;
  /** Null: the Node that runs the Action. */
  readonly node: string | null;
  readonly failOn: FailOn;
  readonly comment: CommentChoice;
  /** Null: as the repository is set. */
  readonly retentionDays: number | null;
  readonly workingDirectory: string;
}

/** Parses the inputs, looked up by name. Every error names the input, the value, and what would be right. */
export function parseInputs(lookUp: (name: string) => string): Inputs {
  const text = (name: string) => lookUp(name).trim();
  const optional = (name: string) => text(name) || null;
  return {
    mode: parseChoice("mode", text("mode"), modeChoices),
    token: parseToken(text("github-token")),
    suites: parseSuites(text("suites")),
    config: optional("config"),
    modules: parseGlobs(text("modules")),
    benches: parseGlobs(text("benches")),
    runtime: optional("runtime"),
    baseline: parseBaseline(text("baseline")),
    baselineBranch: optional("baseline-branch"),
    artifactName: parseArtifactName(text("artifact-name")),
    budget: parseBudget("budget", text("budget")),
    confirm: parseChoice("confirm", text("confirm"), confirmChoices),
    shard: parseShard(text("shard")),
    node: optional("node"),
    failOn: parseChoice("fail-on", text("fail-on"), failOnChoices),
    comment: parseChoice("comment", text("comment"), commentChoices),
    retentionDays: parseRetention(text("retention-days")),
    workingDirectory: text("working-directory") || ".",
  };
}

function parseToken(value: string): string {
  if (value !== "") return value;
  throw new FuelgaugeError({
    happened: "The github-token is empty.",
    expected: "a token that may read the repository and its artifacts",
    remedy: "Leave github-token out for the workflow's own, or check the name of the secret.",
  });
}

/** Patterns, one a line, or separated by spaces or commas; the names of cases hold neither. */
export function parseSuites(value: string): string[] {
  const patterns = value.split(/[\s,]+/).filter(Boolean);
  return patterns.length > 0 ? patterns : ["auto"];
}

/** Globs, one a line. */
function parseGlobs(value: string): string[] | null {
  const globs = value.split("\n").map((line) => line.trim());
  return value === "" ? null : globs.filter(Boolean);
}

/** `auto`, seconds in all (`60`), or seconds for each case (`6/case`). */
export function parseBudget(name: string, value: string): Budget {
  if (value === "auto" || value === "") return { kind: "auto" };
  const match = /^(\d+(?:\.\d+)?)(\/case)?$/.exec(value);
  const seconds = Number(match?.[1]);
  if (!match || !(seconds > 0) || seconds > 86_400) {
    throw new FuelgaugeError({
      happened: `The ${name} is "${value}".`,
      expected: "auto, a number of seconds above 0 (60), or seconds for each case (6/case)",
      remedy: `Set ${name} to one of these, or leave it out.`,
    });
  }
  return match[2] ? { kind: "per-case", seconds } : { kind: "total", seconds };
}

/** One of a few words. */
export function parseChoice<const Choice extends string>(
  name: string,
  value: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (value === "") return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw new FuelgaugeError({
    happened: `The ${name} is "${value}".`,
    expected: choices.join(", "),
    remedy: `Set ${name} to one of these, or leave it out for ${choices[0]}.`,
  });
}

/** More jobs than a matrix may have. */
const mostShards = 256;

function parseShard(value: string): ShardChoice | null {
  if (value === "") return null;
  const [, index = 0, count = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(value) ?? []).map(Number);
  if (index >= 1 && index <= count && count <= mostShards) return { index, count };
  throw new FuelgaugeError({
    happened: `The shard is "${value}".`,
    expected: "which of how many, such as 2/4",
    remedy: "Correct shard, or leave it out where one job measures all cases.",
  });
}

function parseBaseline(value: string): BaselineChoice {
  if (value === "" || value === "auto") return { kind: "auto" };
  return value === "none" ? { kind: "none" } : { kind: "folder", path: value };
}

/** Artifact names may not hold these: https://github.com/actions/toolkit/tree/main/packages/artifact */
function parseArtifactName(value: string): string {
  if (value === "") return "fuelgauge";
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return value;
  throw new FuelgaugeError({
    happened: `The artifact-name is "${value}".`,
    expected: "up to 100 letters, digits, dots, dashes and underscores, a letter or digit first",
    remedy: "Choose a plainer artifact-name; it is only the prefix of the artifacts' names.",
  });
}

function parseRetention(value: string): number | null {
  if (value === "") return null;
  const days = Number(value);
  if (Number.isInteger(days) && days >= 1 && days <= 400) return days;
  throw new FuelgaugeError({
    happened: `The retention-days are "${value}".`,
    expected: "a whole number of days from 1 to 400",
    remedy: "Correct retention-days, or leave it out to keep artifacts as long as the repository is set to.",
  });
}
