import type { Case } from "../suites/case.ts";
import { folderOf, type Host, hasCase, headFirst, hostOf, threefold } from "./contestant.ts";
import type { ArmFolder, Job, OperationCost, Report } from "./job.ts";
import { type JobRunner, stoppedIn } from "./job-runner.ts";

/** Stands for the cost of a case that failed while it was being calibrated; it will fail again, and be reported then. */
const unknownCost: OperationCost = {
  timedNs: 1_000_000,
  wallNs: 1_000_000,
  prepareNs: 0,
  settling: { operations: 0, wallNs: 0, settled: true },
};
/** An operation that takes longer than a minute is planned as if it took one. */
const dearestNs = 60_000_000_000;

/** What one operation of each benchmark costs, on head, or on the base where head does not have it. */
export async function calibrate(runner: JobRunner): Promise<Map<string, OperationCost>> {
  const { contestants, cases } = runner.options;
  const costs = new Map<string, OperationCost>();
  const failed = runner.failedCases();
  const benchmarks = cases.filter(({ id, kind }) => kind === "benchmark" && !failed.has(id));
  for (const contestant of headFirst(contestants)) {
    const owned = benchmarks.filter((each) => hasCase(contestant, each));
    const inTurns = owned.filter(({ isolation }) => isolation === "turns");
    await calibrateIn(runner, threefold(contestant), "fuelgauge", inTurns, costs);
    const apart = owned.filter(({ isolation }) => isolation !== "turns");
    for (const host of ["fuelgauge", "bundle"] as const) {
      const ofHost = apart.filter((each) => hostOf(each) === host);
      await calibrateIn(runner, [folderOf(contestant)], host, ofHost, costs);
    }
  }
  return costs;
}

async function calibrateIn(
  runner: JobRunner,
  subjects: ArmFolder[],
  host: Host,
  cases: readonly Case[],
  costs: Map<string, OperationCost>,
): Promise<void> {
  let left = cases.map(({ id }) => id).filter((id) => !costs.has(id));
  while (left.length > 0) {
    const asked = left;
    const job: Job = { kind: "calibrate", subjects, host, cases: asked, seed: runner.seed() };
    const onReport = (report: Report) => {
      if (report.kind !== "calibrated" || !asked.includes(report.case) || costs.has(report.case)) return;
      costs.set(report.case, plausibleCost(report));
    };
    const end = await runner.listen(job, onReport);
    const stoppedAt = stoppedIn(end, asked);
    for (const id of stoppedAt === null ? asked : [stoppedAt]) {
      if (!costs.has(id)) costs.set(id, unknownCost);
    }
    left = left.filter((id) => !costs.has(id));
  }
}

/** A cost that no plan can choke on. */
function plausibleCost({ timedNs, wallNs, prepareNs, settling }: OperationCost): OperationCost {
  const timed = Math.min(Math.max(timedNs, 0.01), dearestNs);
  return {
    timedNs: timed,
    wallNs: Math.min(Math.max(wallNs, timed), dearestNs),
    prepareNs: Math.min(prepareNs, dearestNs),
    settling: {
      operations: Math.min(settling.operations, 1e9),
      wallNs: Math.min(settling.wallNs, dearestNs),
      settled: settling.settled,
    },
  };
}
