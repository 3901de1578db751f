import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { type Summary, summarise } from "./analysis.ts";
import { candidates } from "./candidates.ts";
import { caseSets, type SetName } from "./cases.ts";
import { type ChartPanel, shareChart } from "./chart.ts";
import { type Condition, conditionNames } from "./conditions.ts";
import { upperRate } from "./distributions.ts";
import { type Experiment, experiments, same, subjectTitles } from "./experiments.ts";
import { type LedgerLine, mergeIntoLedger } from "./ledger.ts";
import type { AccuracyRecord } from "./record.ts";
import { rivals } from "./rivals.ts";
import { candidateShares, ourName, type RuleShare, rivalShares } from "./rules.ts";

const setNames = Object.keys(caseSets) as SetName[];

export interface ReportOptions {
  /** Whether the tables go into docs/accuracy.md and README.md too, with all runs that were ever kept there. */
  readonly docs: boolean;
  /** The raw data to try other forms of our own rule on, which takes minutes. */
  readonly candidates: readonly AccuracyRecord[] | null;
}

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const docsFolder = join(projectFolder, "docs");
/** Runs of a sort that the candidates are tried on. */
const candidateRuns = 40;

/** Writes `report.md` and a chart for each set of cases into a folder, from the runs that were made. */
export async function writeReport(
  out: string,
  own: readonly LedgerLine[],
  { docs, candidates: records }: ReportOptions,
): Promise<void> {
  const lines = docs ? await mergeIntoLedger(join(docsFolder, "accuracy", "runs.ndjson"), own) : own;
  if (lines.length === 0) {
    console.error("There is nothing to report yet.");
    return;
  }
  const shares = rivalShares(lines);
  const shown = setNames.filter((set) => experimentsOf(set, shares).length > 0);
  const results = resultsSection(lines);
  const rivalTables = shown.map((set) =>
    [
      ruleTable(set, [ourName, ...rivals.map(({ name }) => name)], shares),
      `![Rows called slower by size of the slowdown, ${subjectTitles[set]}](accuracy/${set}.svg)`,
    ].join("\n\n"),
  );
  const sections = {
    results,
    rivals: rivalTables.join("\n\n"),
    ...(records ? { candidates: candidateTables(records) } : {}),
  };
  const charts = new Map(shown.map((set) => [`${set}.svg`, powerChart(set, shares)]));
  await writeCharts(join(out, "accuracy"), charts);
  const text = Object.entries(sections).map(([name, content]) => `## ${name}\n\n${content}\n`);
  await writeFile(join(out, "report.md"), text.join("\n"));
  console.log(results);
  if (!docs) return;
  await writeCharts(join(docsFolder, "accuracy"), charts);
  await fill(join(docsFolder, "accuracy.md"), sections);
  await fill(join(projectFolder, "README.md"), { accuracy: readmeSection(lines) });
}

async function writeCharts(folder: string, charts: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, chart] of charts) await writeFile(join(folder, file), chart);
}

async function fill(file: string, sections: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(file, "utf8");
  for (const [name, content] of Object.entries(sections)) text = replaceSection(text, name, content);
  await writeFile(file, text);
}

function candidateTables(records: readonly AccuracyRecord[]): string {
  const shares = candidateShares(records, candidateRuns);
  const names = candidates.map(({ name }) => name);
  const shown = setNames.filter((set) => experimentsOf(set, shares).length > 0);
  return shown.map((set) => ruleTable(set, names, shares)).join("\n\n");
}

/** Puts content between `<!-- name -->` and `<!-- /name -->`. Throws when the text has no such place. */
export function replaceSection(text: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!section.test(text)) throw new Error(`There is no <!-- ${name} --> … <!-- /${name} --> to fill.`);
  return text.replace(section, (_match, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

function summariesOf(lines: readonly LedgerLine[]): Summary[] {
  return experiments.flatMap((experiment) =>
    conditionNames.flatMap((condition) => summarise(experiment, condition, lines) ?? []),
  );
}

function isSame({ slowdown, nop }: Experiment): boolean {
  return slowdown === 0 && nop === null;
}

/** When and where, then what came of the same code, then of code that is slower. */
export function resultsSection(lines: readonly LedgerLine[]): string {
  const summaries = summariesOf(lines);
  const equal = summaries.filter(({ experiment }) => isSame(experiment));
  const slower = summaries.filter(({ experiment }) => !isSame(experiment));
  const exact = lines.reduce(
    (sum, line) => ({ rows: sum.rows + line.exact.rows, called: sum.called + line.exact.called }),
    { rows: 0, called: 0 },
  );
  return [
    provenance(lines),
    markdownTable([
      ["same code", "machine", "reports", "with a false alarm", "rows", "false alarms", "could not be told"],
      ...equal.map((each) => [
        `${subjectTitles[each.experiment.subject]}${each.experiment.title.replace(same.title, "")}`,
        each.condition,
        count(each.runs),
        rate(each.runsCalled, each.runs),
        count(each.rows),
        rate(each.regressed + each.improved, each.rows),
        percent(each.unclear, each.rows),
      ]),
    ]),
    `Fuel, sizes and other exact figures of code in which nothing was planted, called changed: ${rate(exact.called, exact.rows)}.`,
    markdownTable([
      [
        "slower",
        "cases",
        "machine",
        "planted",
        "rows",
        "found",
        "could not be told",
        "called unchanged",
        "called faster",
        "found after",
      ],
      ...slower.map(slowerRow),
    ]),
  ].join("\n\n");
}

/** One line for a situation, one column for a set of cases and a condition: false alarms, then how many were found. */
export function readmeSection(lines: readonly LedgerLine[]): string {
  const summaries = summariesOf(lines).filter(({ experiment }) => experiment.subject !== "runtime");
  const columns = setNames.flatMap((set) =>
    conditionNames
      .filter((condition) => summaries.some((each) => isOf(each, set, condition)))
      .map((condition) => ({ set, condition })),
  );
  const titles = [...new Set(summaries.map(({ experiment }) => experiment.title))];
  const cell = (title: string, { set, condition }: (typeof columns)[number]) => {
    const found = summaries.find((each) => isOf(each, set, condition) && each.experiment.title === title);
    if (!found) return "–";
    const { experiment, rows, regressed, improved } = found;
    return isSame(experiment) ? rate(regressed + improved, rows) : `${count(regressed)} of ${count(rows)}`;
  };
  const large = summaries.filter(({ experiment }) => experiment.slowdown >= 0.03);
  const sum = (of: (each: Summary) => number) => large.reduce((all, each) => all + of(each), 0);
  const missed = count(sum(({ unchanged }) => unchanged));
  const turned = count(sum(({ improved }) => improved));
  return [
    provenance(lines),
    markdownTable([
      ["", ...columns.map(({ set, condition }) => `${subjectTitles[set]}, ${condition}`)],
      ...titles.map((title) => [
        `${title}: ${title.startsWith(same.title) ? "rows called changed" : "found"}`,
        ...columns.map((column) => cell(title, column)),
      ]),
    ]),
    `Rows of the same code that were called changed, all told: ${falseAlarms(lines)}.`,
    `Rows with 3 % and more that were called unchanged: ${missed}; faster: ${turned}; of ${count(sum(({ rows }) => rows))}. Whatever else was not found could not be told.`,
  ].join("\n\n");
}

/** Of all subjects and under all conditions. */
function falseAlarms(lines: readonly LedgerLine[]): string {
  const equal = summariesOf(lines).filter(({ experiment }) => isSame(experiment));
  const sum = (of: (each: Summary) => number) => equal.reduce((all, each) => all + of(each), 0);
  return rate(
    sum(({ regressed, improved }) => regressed + improved),
    sum(({ rows }) => rows),
  );
}

function isOf({ experiment, condition }: Summary, set: SetName, wanted: Condition): boolean {
  return experiment.subject === set && condition === wanted;
}

function slowerRow(each: Summary): string[] {
  const { experiment, condition, rows, planted, soon } = each;
  return [
    experiment.title,
    subjectTitles[experiment.subject],
    condition,
    planted === null ? "" : `${(planted.least * 100).toFixed(2)}–${(planted.most * 100).toFixed(2)} %`,
    count(rows),
    percent(each.regressed, rows),
    percent(each.unclear, rows),
    percent(each.unchanged, rows),
    count(each.improved),
    soon === null ? "" : `${soon.rounds} rounds, ${soon.seconds.toFixed(0)} s`,
  ];
}

function provenance(lines: readonly LedgerLine[]): string {
  const days = [...new Set(lines.map(({ startedAt }) => startedAt.slice(0, 10)))].sort();
  const machines = new Set(
    lines.map(
      ({ machine }) =>
        `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memoryBytes / 2 ** 30)} GiB, ${machine.os} ${machine.arch}, Node ${machine.node}`,
    ),
  );
  const span = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0];
  return `Measured ${span} on ${[...machines].join("; ")}, with \`npm run accuracy\`.`;
}

/** The experiments on a set of cases that there is something of. */
function experimentsOf(set: SetName, shares: readonly RuleShare[]): Experiment[] {
  return experiments.filter(
    ({ name, subject }) => subject === set && shares.some(({ experiment }) => experiment === name),
  );
}

/** The conditions under which any of them was tried. */
function conditionsOf(tried: readonly Experiment[], shares: readonly RuleShare[]): Condition[] {
  const names = new Set(tried.map(({ name }) => name));
  return conditionNames.filter((condition) =>
    shares.some((share) => share.condition === condition && names.has(share.experiment)),
  );
}

/** Rules down, the experiments of a set across; a cell has the share of rows under each condition that was tried. */
function ruleTable(set: SetName, rules: readonly string[], shares: readonly RuleShare[]): string {
  const columns = experimentsOf(set, shares);
  const tried = conditionsOf(columns, shares);
  const cell = (rule: string, experiment: Experiment) =>
    tried
      .map((condition) => shareFor(shares, { rule, experiment, condition }))
      .map((value) => (value === null ? "–" : `${(value * 100).toFixed(1)}`))
      .join(" / ");
  const title = subjectTitles[set];
  return [
    `${title[0]?.toUpperCase()}${title.slice(1)}, percent of rows, machine ${tried.join(" / ")}: false alarms for the same code, then how many were found.`,
    markdownTable([
      ["rule", ...columns.map((column) => column.title)],
      ...rules.map((rule) => [rule, ...columns.map((column) => cell(rule, column))]),
    ]),
  ].join("\n\n");
}

/** Of the same code, whatever is called changed; else, what is called slower. */
function shareFor(
  shares: readonly RuleShare[],
  { rule, experiment, condition }: { rule: string; experiment: Experiment; condition: Condition },
): number | null {
  const found = shares.find(
    (share) => share.rule === rule && share.experiment === experiment.name && share.condition === condition,
  );
  if (!found) return null;
  return (found.slower + (isSame(experiment) ? found.faster : 0)) / found.rows;
}

/** Found against planted, for our rule and those of others, a panel for each condition. */
function powerChart(set: SetName, shares: readonly RuleShare[]): string {
  const all = experimentsOf(set, shares);
  // the same code stands for one size, whatever its budget
  const equal = all.find(isSame);
  const sizes = all.filter((each) => each === equal || !isSame(each));
  const panelOf = (condition: Condition): ChartPanel => ({
    title: `Rows called slower, machine ${condition}`,
    lines: [ourName, ...rivals.map(({ name }) => name)].map((rule) => ({
      name: rule === ourName ? "Fuelgauge" : rule,
      own: rule === ourName,
      values: sizes.map((experiment) => shareFor(shares, { rule, experiment, condition })),
    })),
  });
  return shareChart(
    conditionsOf(sizes, shares).map(panelOf),
    sizes.map((each) => (isSame(each) ? "same" : `+${each.slowdown * 100} %`)),
    "planted in head (same: called slower or faster; +1 %: with a floor of 0.3 % and more time)",
  );
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function percent(events: number, trials: number): string {
  return trials === 0 ? "" : `${((100 * events) / trials).toFixed(1)} %`;
}

/** `0 of 3,000 (< 0.10 %)`: in brackets what is ruled out at 95 %. */
function rate(events: number, trials: number): string {
  if (trials === 0) return "";
  return `${count(events)} of ${count(trials)} (< ${(100 * upperRate(events, trials)).toFixed(2)} %)`;
}
