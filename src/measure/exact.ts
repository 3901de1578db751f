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
    const bytes = Object.values(manifest.files).reduce((total, file) => total + file.bytes, 0);
    runner.measured({ case: "bundle/runtime", metric: "size", arm, samples: [bytes] });
    const job: Job = { kind: "inspect", subject: folderOf(contestant), seed: runner.seed() };
    const end = await runner.perform(job, [arm]);
    if (end.kind === "died") runner.failed("bundle/runtime", arm, end.message);
  }
}

/** The fuel of every case in base and head, and which functions burn it where the two differ. */
async function countFuel(runner: JobRunner): Promise<void> {
  const cases = runner.options.cases.filter(hasFuel);
  for (const contestant of programs(runner)) await countFuelOf(runner, contestant, cases);
  const differing = cases.filter(({ id }) => {
    const ofCase = runner.measurements.filter((each) => each.case === id && each.metric === "fuel");
    const [one, other] = ofCase.map(({ samples }) => samples);
    return one && other && one[0] !== other[0];
  });
  if (differing.length === 0) return;
  for (const contestant of programs(runner)) {
    const job = fuelJob(runner, contestant, differing, true);
    // a profile is a hint: without one, the rows say what they say
    await runner.listen(job, (report) => keepProfile(runner, job, report));
  }
}

/** A process that dies takes only the case down that it was running. */
async function countFuelOf(runner: JobRunner, contestant: Contestant, cases: readonly Case[]): Promise<void> {
  const { arm } = contestant;
  let left = cases.filter((each) => hasGuests(contestant, each));
  while (left.length > 0) {
    const end = await runner.perform(fuelJob(runner, contestant, left, false), [arm]);
    if (end.kind === "done") return;
    const stopped = left.findIndex(({ id }) => id === end.running);
    const dead = stopped === -1 ? left : left.slice(stopped, stopped + 1);
    for (const { id } of dead) runner.failed(id, arm, end.message);
    left = stopped === -1 ? [] : left.slice(stopped + 1);
  }
}

function fuelJob(
  runner: JobRunner,
  contestant: Contestant,
  cases: readonly Case[],
  profile: boolean,
): FuelJob {
  const ids = cases.map(({ id }) => id);
  return { kind: "fuel", subject: folderOf(contestant), cases: ids, profile, seed: runner.seed() };
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
