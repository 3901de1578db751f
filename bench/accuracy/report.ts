import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { exactAlarms, type Summary, summarise } from "./analysis.ts";
import { candidates } from "./candidates.ts";
import { type ChartPanel, shareChart } from "./chart.ts";
import { type Condition, conditionNames } from "./conditions.ts";
import { upperRate } from "./distributions.ts";
import { experiments } from "./experiments.ts";
import type { AccuracyRecord } from "./record.ts";
import { rivals } from "./rivals.ts";
import { candidateShares, ourName, type RuleShare, rivalShares } from "./rules.ts";

export interface ReportOptions {
  /** Whether the tables go into docs/accuracy.md too. */
  readonly docs: boolean;
  /** Whether other forms of our own rule are tried, which takes minutes. */
  readonly candidates: boolean;
}

const docsFolder = fileURLToPath(new URL("../../docs", import.meta.url));
/** Runs of a sort that the candidates are tried on. */
const candidateRuns = 40;

/** Writes `report.md` and `power.svg` into a folder, from the runs that were made. */
export async function writeReport(
  out: string,
  records: readonly AccuracyRecord[],
  options: ReportOptions,
): Promise<void> {
  if (records.length === 0) {
    console.error("There is nothing to report yet.");
    return;
  }
  const shares = rivalShares(records);
  const sections = {
    results: resultsSection(records),
    rivals: ruleTable([ourName, ...rivals.map(({ name }) => name)], shares),
    ...(options.candidates
      ? {
          candidates: ruleTable(
            candidates.map(({ name }) => name),
            candidateShares(records, candidateRuns),
          ),
        }
      : {}),
  };
  const chart = powerChart(shares);
  await mkdir(out, { recursive: true });
  const text = Object.entries(sections).map(([name, content]) => `## ${name}\n\n${content}\n`);
  await writeFile(join(out, "report.md"), text.join("\n"));
  await writeFile(join(out, "power.svg"), chart);
  console.log(sections.results);
  if (options.docs) await fillDocs(sections, chart);
}

async function fillDocs(sections: Readonly<Record<string, string>>, chart: string): Promise<void> {
  const file = join(docsFolder, "accuracy.md");
  let text = await readFile(file, "utf8");
  for (const [name, content] of Object.entries(sections)) text = replaceSection(text, name, content);
  await writeFile(file, text);
  await writeFile(join(docsFolder, "accuracy.svg"), chart);
}

/** Puts content between `<!-- name -->` and `<!-- /name -->`. Throws when the text has no such place. */
export function replaceSection(text: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!section.test(text)) throw new Error(`There is no <!-- ${name} --> … <!-- /${name} --> to fill.`);
  return text.replace(section, (_match, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

/** When and where, then what came of the same code, then of code that is slower. */
export function resultsSection(records: readonly AccuracyRecord[]): string {
  const summaries = experiments.flatMap((experiment) =>
    conditionNames.flatMap((condition) => summarise(experiment, condition, records) ?? []),
  );
  const same = summaries.filter(({ experiment }) => experiment.name.startsWith("same"));
  const slower = summaries.filter(({ experiment }) => !experiment.name.startsWith("same"));
  const exact = exactAlarms(records);
  return [
    provenance(records),
    markdownTable([
      ["same code", "machine", "reports", "with a false alarm", "rows", "false alarms", "could not be told"],
      ...same.map((each) => [
        each.experiment.title,
        each.condition,
        count(each.runs),
        rate(each.runsCalled, each.runs),
        count(each.rows),
        rate(each.regressed + each.improved, each.rows),
        percent(each.unclear, each.rows),
      ]),
    ]),
    `Fuel of code in which nothing was planted, called changed: ${rate(exact.called, exact.rows)}.`,
    markdownTable([
      [
        "slower",
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

function slowerRow(each: Summary): string[] {
  const { experiment, condition, rows, planted, soon } = each;
  return [
    experiment.title,
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

function provenance(records: readonly AccuracyRecord[]): string {
  const days = [...new Set(records.map(({ startedAt }) => startedAt.slice(0, 10)))].sort();
  const machines = new Set(
    records.map(
      ({ machine }) =>
        `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memoryBytes / 2 ** 30)} GiB, ${machine.os} ${machine.arch}, Node ${machine.node}`,
    ),
  );
  const span = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0];
  return `Measured ${span} on ${[...machines].join("; ")}, with \`npm run accuracy\`.`;
}

/** Rules down, experiments across; a cell has the share of rows under each condition that was tried. */
function ruleTable(rules: readonly string[], shares: readonly RuleShare[]): string {
  const tried = conditionNames.filter((condition) => shares.some((share) => share.condition === condition));
  const columns = experiments.filter(({ name }) => shares.some(({ experiment }) => experiment === name));
  const cell = (rule: string, experiment: string) =>
    tried
      .map((condition) => shareFor(shares, { rule, experiment, condition }))
      .map((value) => (value === null ? "–" : `${(value * 100).toFixed(1)}`))
      .join(" / ");
  return [
    `Percent of rows, machine ${tried.join(" / ")}: false alarms for the same code, then how many were found.`,
    markdownTable([
      ["rule", ...columns.map(({ name, title }) => (name === "same" ? "same code" : title))],
      ...rules.map((rule) => [rule, ...columns.map(({ name }) => cell(rule, name))]),
    ]),
  ].join("\n\n");
}

/** Of the same code, whatever is called changed; else, what is called slower. */
function shareFor(
  shares: readonly RuleShare[],
  wanted: Pick<RuleShare, "rule" | "experiment" | "condition">,
): number | null {
  const { rule, experiment, condition } = wanted;
  const found = shares.find(
    (share) => share.rule === rule && share.experiment === experiment && share.condition === condition,
  );
  if (!found) return null;
  return (found.slower + (experiment === "same" ? found.faster : 0)) / found.rows;
}

/** Found against planted, for our rule and those of others, a panel for each condition. */
function powerChart(shares: readonly RuleShare[]): string {
  const sizes = experiments.filter(
    ({ name, slowdown }) =>
      (name === "same" || slowdown > 0) && shares.some(({ experiment }) => experiment === name),
  );
  const panelOf = (condition: Condition): ChartPanel => ({
    title: `Rows called slower, machine ${condition}`,
    lines: [ourName, ...rivals.map(({ name }) => name)].map((rule) => ({
      name: rule === ourName ? "Fuelgauge" : rule,
      own: rule === ourName,
      values: sizes.map(({ name }) => shareFor(shares, { rule, experiment: name, condition })),
    })),
  });
  const shown = conditionNames.filter((condition) => shares.some((share) => share.condition === condition));
  return shareChart(
    shown.map(panelOf),
    sizes.map(({ slowdown }) => (slowdown === 0 ? "same" : `+${slowdown * 100} %`)),
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
