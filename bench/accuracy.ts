/**
 * Measures the bot by itself, on modules small and large: `npm run accuracy -- --minutes 60`. What comes of it and how to read it:
 * docs/accuracy.md.
 *
 * `--out folder`: where the raw data, the ledger of runs, the tables and the charts go, `.fuelgauge/accuracy` by default. What
 * is there already counts, so that an interrupted session goes on. `--only plant-3,same-small`, `--conditions quiet,busy`: some
 * of it. `--report`: only analyses. `--candidates`: tries other forms of the rule on the raw data, which takes minutes.
 * `--docs`: keeps the ledger in docs/accuracy, and writes the tables of all that is kept there into docs/accuracy.md and
 * README.md. `--budget 5`: seconds of a run, to see whether it works; in a folder of its own.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { budgetSeconds } from "../src/measure/plan.ts";
import { lineOf } from "./accuracy/analysis.ts";
import { type Calibration, Calibrations } from "./accuracy/calibration.ts";
import { caseSets } from "./accuracy/cases.ts";
import { applyCondition, type Condition, conditionNames } from "./accuracy/conditions.ts";
import { type Experiment, experiments, furthestBehind } from "./accuracy/experiments.ts";
import { appendToLedger, type LedgerLine, readLedger } from "./accuracy/ledger.ts";
import { type AccuracyRecord, readRecords, writeRecord } from "./accuracy/record.ts";
import { writeReport } from "./accuracy/report.ts";
import { runTrial } from "./accuracy/run.ts";
import type { ModuleCase } from "./accuracy/subjects/module-case.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    out: { type: "string", default: ".fuelgauge/accuracy" },
    only: { type: "string" },
    conditions: { type: "string", default: conditionNames.join() },
    report: { type: "boolean", default: false },
    candidates: { type: "boolean", default: false },
    docs: { type: "boolean", default: false },
    budget: { type: "string" },
  },
});
const node = process.execPath;
const endMs = performance.now() + Number(values.minutes) * 60_000;
const runsFolder = join(values.out, "runs");
const ledgerFile = join(values.out, "runs.ndjson");
const wantedExperiments = chosen(
  values.only?.split(",") ?? experiments.map(({ name }) => name),
  new Map(experiments.map((each) => [each.name, each])),
);
const wantedConditions = chosen(
  values.conditions.split(","),
  new Map(conditionNames.map((name) => [name, name])),
);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
if (!values.report) await measureUntil();
await writeReport(values.out, await readLedger(ledgerFile), {
  docs: values.docs,
  candidates: values.candidates ? await readRecords(runsFolder) : null,
});

async function measureUntil(): Promise<void> {
  const lines = await readLedger(ledgerFile);
  const calibrations = new Map<Condition, Calibrations>();
  for (const condition of wantedConditions)
    calibrations.set(condition, await Calibrations.in(values.out, condition));
  for (;;) {
    const standings = wantedExperiments.flatMap((experiment) =>
      wantedConditions.map((condition) => ({
        experiment,
        condition,
        done: lines.filter((each) => each.experiment === experiment.name && each.condition === condition)
          .length,
      })),
    );
    const fitting = standings.filter(({ experiment, condition }) => {
      const before = calibrations.get(condition)?.missingSeconds(calibratedCases(experiment)) ?? 0;
      return performance.now() + (before + secondsOf(experiment, lines)) * 1000 < endMs;
    });
    const next = furthestBehind(fitting);
    if (next === null) return;
    const record = await trial(next.experiment, next.condition, calibrations.get(next.condition));
    await writeRecord(runsFolder, record);
    const line = lineOf(record, lines);
    await appendToLedger(ledgerFile, line);
    lines.push(line);
    tell(next.experiment, record);
  }
}

async function trial(
  experiment: Experiment,
  condition: Condition,
  calibrations: Calibrations | undefined,
): Promise<AccuracyRecord> {
  await using _condition = await applyCondition(node, condition);
  const onCalibration = ({ case: id, perTurn, standardError }: Calibration) =>
    console.error(
      `${condition}, ${id}: ${(perTurn * 1e6).toFixed(2)} millionths a turn ± ${(standardError * 100).toFixed(1)} %`,
    );
  return await runTrial({
    experiment,
    condition,
    calibrations: (await calibrations?.of(calibratedCases(experiment), { node, onCalibration })) ?? new Map(),
    node,
    ...(values.budget ? { budget: { kind: "total", seconds: Number(values.budget) } } : {}),
  });
}

/** The cases whose turns have to be counted out for it. */
function calibratedCases({ subject, slowdown }: Experiment): readonly ModuleCase[] {
  return subject === "runtime" || slowdown === 0 ? [] : caseSets[subject].cases;
}

/** What a run of it is likely to take. */
function secondsOf({ name, budget }: Experiment, lines: readonly LedgerLine[]): number {
  const seen = lines.filter(({ experiment }) => experiment === name).map(({ seconds }) => seconds);
  const planned = Number(values.budget ?? budgetSeconds(budget, 10));
  return Math.max(planned, ...seen);
}

function tell({ name, nop }: Experiment, { condition, seconds, rows, failed }: AccuracyRecord): void {
  const told = rows.filter(({ metric, gating }) => metric === (nop ? "fuel" : "time") && gating);
  const verdicts = Map.groupBy(told, ({ verdict }) => verdict);
  const counts = Array.from(verdicts, ([verdict, of]) => `${of.length} ${verdict}`).join(", ");
  console.error(`${name} ${condition}, ${seconds.toFixed(0)} s: ${counts || "no rows"}`);
  for (const message of failed) console.error(`  ${message.split("\n")[0]}`);
}

function chosen<Each>(names: readonly string[], known: ReadonlyMap<string, Each>): Each[] {
  return names.map((name) => {
    const found = known.get(name);
    if (found === undefined)
      throw new Error(`There is no "${name}"; there are ${[...known.keys()].join(", ")}.`);
    return found;
  });
}
