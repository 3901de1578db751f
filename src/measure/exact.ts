import type { MetricName } from "../model/metric.ts";
import { isOfProject } from "../model/project.ts";
import { type Case, hasFuel } from "../suites/case.ts";
import { type Contestant, folderOf, hasGuests } from "./contestant.ts";
import type { Job, Report } from "./job.ts";
import type { JobRunner } from "./job-runner.ts";

type FuelJob = Extract<Job, { kind: "fuel" }>;

/** Measures what has no noise, once: sizes, exports and memory of modules, and the fuel of each case. */
export async function measureExact(runner: JobRunner): Promise<void> {
  await inspect(runner);
  await countFuel(runner);
}

async function inspect(runner: JobRunner): Promise<void> {
  for (const contestant of programs(runner)) {
    const { arm, manifest } = contestant;
    if (manifest.runtime !== null) {
      const files = Object.entries(manifest.files).filter(([path]) => !isOfProject(path));
      const bytes = files.reduce((total, [, file]) => total + file.bytes, 0);
      runner.measured({ case: "bundle/runtime", metric: "size", arm, samples: [bytes] });
    }
    const job: Job = { kind: "inspect", subject: folderOf(contestant), seed: runner.seed() };
    const end = await runner.perform(job, [arm]);
    if (end.kind === "died") runner.failed("bundle/runtime", arm, end.message);
  }
}

/** The fuel of every case in base and head, and which functions burn it where the two differ. */
async function countFuel(runner: JobRunner): Promise<void> {
  const cases = runner.options.cases.filter(hasFuel);
  for (const contestant of programs(runner)) {
    await countFuelOf(
      runner,
      contestant,
      cases.filter(({ ownedBy }) => ownedBy === undefined),
    );
    for (const each of cases) if (each.ownedBy !== undefined) await countFuelAlone(runner, contestant, each);
  }
  const differing = cases.filter(({ id }) => {
    const ofCase = runner.measurements.filter((each) => each.case === id && each.metric === "fuel");
    const [one, other] = ofCase.map(({ samples }) => samples);
    return one && other && one[0] !== other[0];
  });
  if (differing.length === 0) return;
  const alone = differing.filter(({ ownedBy }) => ownedBy !== undefined).map((each) => [each]);
  const together = differing.filter(({ ownedBy }) => ownedBy === undefined);
  for (const contestant of programs(runner)) {
    for (const cases of [together, ...alone]) {
      const job = fuelJob(runner, contestant, cases, { profile: true, times: 1 });
      // a profile is a hint: without one, the rows say what they say
      await runner.listen(job, (report) => keepProfile(runner, job, report));
    }
  }
}

/** A process that dies takes only the case down that it was running. */
async function countFuelOf(runner: JobRunner, contestant: Contestant, cases: readonly Case[]): Promise<void> {
  const { arm } = contestant;
  let left = cases.filter((each) => hasGuests(contestant, each));
  while (left.length > 0) {
    const end = await runner.perform(fuelJob(runner, contestant, left, { profile: false, times: 2 }), [arm]);
    if (end.kind === "done") return;
    const stopped = left.findIndex(({ id }) => id === end.running);
    const dead = stopped === -1 ? left : left.slice(stopped, stopped + 1);
    for (const { id } of dead) runner.failed(id, arm, end.message);
    left = stopped === -1 ? [] : left.slice(stopped + 1);
  }
}

/** What a task leaves behind in its process the next one may feel, so each count has a process of its own. */
async function countFuelAlone(runner: JobRunner, contestant: Contestant, each: Case): Promise<void> {
  if (!hasGuests(contestant, each)) return;
  const { arm } = contestant;
  const samples = new Map<MetricName, number[]>();
  for (let count = 0; count < 2; count++) {
    const job = fuelJob(runner, contestant, [each], { profile: false, times: 1 });
    const end = await runner.perform(job, [arm], (report) => {
      samples.set(report.metric, [...(samples.get(report.metric) ?? []), ...report.samples]);
    });
    if (end.kind === "died") runner.failed(each.id, arm, end.message);
    if (runner.failedCases().has(each.id)) return;
  }
  for (const [metric, taken] of samples) runner.measured({ case: each.id, metric, arm, samples: taken });
}

function fuelJob(
  runner: JobRunner,
  contestant: Contestant,
  cases: readonly Case[],
  counting: Pick<FuelJob, "profile" | "times">,
): FuelJob {
  const ids = cases.map(({ id }) => id);
  return { kind: "fuel", subject: folderOf(contestant), cases: ids, seed: runner.seed(), ...counting };
}

function keepProfile(runner: JobRunner, { subject, cases }: FuelJob, report: Report): void {
  if (report.kind !== "profile" || report.arm !== subject.arm || !cases.includes(report.case)) return;
  const { case: id, arm, functions } = report;
  runner.profiles.push({ case: id, arm, functions });
}

/** The programs that differ: control is base once more. */
function programs({ options }: JobRunner): Contestant[] {
  return options.contestants.filter(({ arm }) => arm !== "control");
}
