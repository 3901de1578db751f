/**
 * Measures the bot by itself, on published modules: `npm run accuracy -- --minutes 60`. What comes of it and how to read it:
 * docs/accuracy.md.
 *
 * `--out folder`: where the raw data, the tables and the chart go, `.fuelgauge/accuracy` by default. What is there already
 * counts, so that an interrupted session goes on. `--only plant-3,same`, `--conditions quiet,busy`: some of it.
 * `--report`: only analyses. `--candidates`: tries other forms of the rule on the samples, which takes minutes. `--docs`: writes the tables into docs/accuracy.md as well. `--budget 5`: seconds of a run, to
 * see whether it works; in a folder of its own.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { budgetSeconds } from "../src/measure/plan.ts";
import { type Calibration, Calibrations } from "./accuracy/calibration.ts";
import { realCases } from "./accuracy/cases.ts";
import { applyCondition, type Condition, conditionNames } from "./accuracy/conditions.ts";
import { type Experiment, experiments, furthestBehind } from "./accuracy/experiments.ts";
import { type AccuracyRecord, readRecords, writeRecord } from "./accuracy/record.ts";
import { writeReport } from "./accuracy/report.ts";
import { runTrial } from "./accuracy/run.ts";

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
await writeReport(values.out, await readRecords(runsFolder), {
  docs: values.docs,
  candidates: values.candidates,
});

async function measureUntil(): Promise<void> {
  const records = (await readRecords(runsFolder)).map(headOf);
  const calibrations = new Map<Condition, Calibrations>();
  for (const condition of wantedConditions)
    calibrations.set(condition, await Calibrations.in(values.out, condition));
  for (;;) {
    const standings = wantedExperiments.flatMap((experiment) =>
      wantedConditions.map((condition) => ({
        experiment,
        condition,
        done: records.filter((each) => each.experiment === experiment.name && each.condition === condition)
          .length,
      })),
    );
    const fitting = standings.filter(({ experiment, condition }) => {
      const before = experiment.slowdown === 0 ? 0 : (calibrations.get(condition)?.missingSeconds ?? 0);
      return performance.now() + (before + secondsOf(experiment, records)) * 1000 < endMs;
    });
    const next = furthestBehind(fitting);
    if (next === null) return;
    const record = await trial(next.experiment, next.condition, calibrations.get(next.condition));
    await writeRecord(runsFolder, record);
    records.push(headOf(record));
    tell(record);
  }
}

async function trial(
  experiment: Experiment,
  condition: Condition,
  calibrations: Calibrations | undefined,
): Promise<AccuracyRecord> {
  await using _condition = await applyCondition(node, condition);
  const needed = experiment.slowdown === 0 ? undefined : calibrations;
  const onCalibration = ({ case: id, perTurn, standardError }: Calibration) =>
    console.error(
      `${condition}, ${id}: ${(perTurn * 1e6).toFixed(2)} millionths a turn ± ${(standardError * 100).toFixed(1)} %`,
    );
  return await runTrial({
    experiment,
    condition,
    calibrations: (await needed?.all(node, onCalibration)) ?? new Map(),
    node,
    ...(values.budget ? { budget: { kind: "total", seconds: Number(values.budget) } } : {}),
  });
}

type Head = Pick<AccuracyRecord, "experiment" | "condition" | "seconds">;
/** All that has to be remembered of a run while others are made. */
function headOf({ experiment, condition, seconds }: AccuracyRecord): Head {
  return { experiment, condition, seconds };
}

/** What a run of it is likely to take. */
function secondsOf({ name, budget }: Experiment, records: readonly Head[]): number {
  const seen = records.filter(({ experiment }) => experiment === name).map(({ seconds }) => seconds);
  const planned = Number(values.budget ?? budgetSeconds(budget, realCases.length));
  return Math.max(planned, ...seen);
}

function tell({ experiment, condition, seconds, rows, failed }: AccuracyRecord): void {
  const verdicts = Map.groupBy(
    rows.filter(
      ({ metric, gating }) => metric === (experiment === "instruction" ? "fuel" : "time") && gating,
    ),
    ({ verdict }) => verdict,
  );
  const counts = Array.from(verdicts, ([verdict, of]) => `${of.length} ${verdict}`).join(", ");
  console.error(`${experiment} ${condition}, ${seconds.toFixed(0)} s: ${counts || "no rows"}`);
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
