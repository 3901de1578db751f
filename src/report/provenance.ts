import { metrics } from "../model/metric.ts";
import { maxDistance } from "../model/policy.ts";
import type { FoundBase, JoinedShard, Machine, Results } from "../model/results.ts";
import { conditionsText } from "./conditions.ts";
import { confidence, countOf, formatDuration, formatShare } from "./format.ts";
import { groupRows, isCompared, ownRows } from "./groups.ts";
import type { Markup } from "./markup.ts";

/** Where the figures come from: one line a subject, so that a reader can judge and repeat the run. */
export interface Provenance {
  readonly title: string;
  readonly text: string;
}

export function provenanceOf(results: Results, markup: Markup): Provenance[] {
  return [
    { title: "Commits", text: commits(results, markup) },
    ...(results.base.kind !== "absent" ? [{ title: "Base", text: baseOrigin(results.base, markup) }] : []),
    ...(results.shards === null ? machineOfRun(results, markup) : machinesOfShards(results.shards, markup)),
    { title: "Measured", text: effort(results) },
    ...secondRunner(results, markup),
    ...unsettled(results, markup),
    ...sight(results),
  ];
}

function machineOfRun(results: Results, markup: Markup): Provenance[] {
  const conditions = conditionsText(results, markup);
  return [
    { title: "Machine", text: machineText(results, markup) },
    ...(conditions === "" ? [] : [{ title: "Conditions", text: conditions }]),
  ];
}

/** Each has measured on its own, and nothing of one is held against anything of another. */
function machinesOfShards(shards: readonly JoinedShard[], markup: Markup): Provenance[] {
  return shards.flatMap((shard) => {
    if (shard.kind === "lost") return [];
    const { index, cases, machine, plan } = shard;
    const text = [
      countOf(cases.length, "case"),
      describeMachine(machine, markup),
      countOf(plan.rounds, "round"),
      conditionsText(shard, markup),
    ];
    return [{ title: `Shard ${index} of ${shards.length}`, text: text.filter(Boolean).join("; ") }];
  });
}

/** `AMD EPYC 7763, 4 cores, linux x64, Node v24.21.0` */
export function describeMachine({ cpu, cores, os, arch, node }: Machine, markup: Markup): string {
  return [
    markup.name(cpu),
    countOf(cores, "core"),
    `${markup.sentence(os, 20)} ${markup.sentence(arch, 20)}`,
    `Node ${markup.sentence(node, 40)}`,
  ].join(", ");
}

function commits({ head, base }: Results, markup: Markup): string {
  const headText = head.sha === null ? "head (no commit)" : `head ${markup.commit(head.sha)}`;
  if (base.kind === "absent") return headText;
  const baseText = base.sha === null ? "base (no commit)" : `base ${markup.commit(base.sha)}`;
  return `${baseText} → ${headText}${distance(base, markup)}`;
}

function distance(base: FoundBase, markup: Markup): string {
  if (base.distance === 0) return "";
  const wanted = base.wantedSha === null ? "" : ` ${markup.commit(base.wantedSha)}`;
  return `; base is ${countOf(base.distance, "commit")} before the base commit${wanted}, the nearest with a baseline${tooFar(base.distance)}`;
}

function tooFar(distance: number): string {
  return distance > maxDistance ? `; so far apart that no change turns the run red` : "";
}

function baseOrigin(base: FoundBase, markup: Markup): string {
  const source = markup.sentence(base.source, 160);
  if (base.kind === "compared") return `${source}, run again here beside head`;
  return `${source}, whose stored results were used: ${markup.sentence(base.reason)}`;
}

function machineText({ machine, base, imported }: Results, markup: Markup): string {
  const here = describeMachine(machine, markup);
  if (base.kind === "absent" || base.machine === null || sameMachine(machine, base.machine)) return here;
  const there = describeMachine(base.machine, markup);
  const isImported = imported.some(({ arm }) => arm === "base");
  const stored = isImported ? "of stored times only those of other tools were" : "no stored time was";
  return `${here}. The baseline was stored by another one (${there}); ${stored} compared${base.kind === "compared" ? ", base was run again here" : ""}`;
}

/** Whether figures of one may be held against those of the other. */
export function sameMachine(one: Machine, other: Machine): boolean {
  const parts = ["cpu", "cores", "os", "arch", "node", "v8"] as const;
  return parts.every((part) => one[part] === other[part]);
}

function effort(results: Results): string {
  const { plan, timings } = results;
  const rounds = ownRows(results)
    .filter(isCompared)
    .flatMap(({ evidence }) => (evidence.kind === "rounds" ? [evidence.rounds] : []));
  const kept = plan.reservedSeconds > 0 ? `, ${seconds(plan.reservedSeconds)} of it for a second look` : "";
  const duration = formatDuration(timings.measuredMs - timings.builtMs);
  const within = `${duration} of measuring (budget ${seconds(plan.budgetSeconds)}${kept})`;
  if (rounds.length === 0) return `${roundsSpan(roundsOfCases(results))} in ${within}`;
  return [
    roundsSpan(rounds),
    `${plan.neededRounds} needed`,
    ...secondLook(results),
    `${confidence} confidence`,
    within,
  ].join(", ");
}

function seconds(amount: number): string {
  return formatDuration(amount * 1000);
}

/** `16 rounds`, `14 to 16 rounds a case` */
function roundsSpan(rounds: readonly number[]): string {
  const [fewest, most] = [Math.min(...rounds), Math.max(0, ...rounds)];
  return fewest < most ? `${fewest} to ${countOf(most, "round")} a case` : countOf(most, "round");
}

/** Rounds that gave each case a timed figure: the clock may have cut the plan short. */
function roundsOfCases({ measurements }: Results): number[] {
  const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
  const byCase = Map.groupBy(timed, (measurement) => measurement.case);
  return [...byCase.values()].map((ofCase) => new Set(ofCase.map(({ round }) => round)).size);
}

/** `8 more looked again at 2 cases` */
function secondLook({ plan: { againFrom }, measurements }: Results): string[] {
  const again = measurements.filter(({ round }) => againFrom !== null && round >= againFrom);
  if (again.length === 0) return [];
  const rounds = new Set(again.map(({ round }) => round)).size;
  const cases = new Set(again.map((measurement) => measurement.case)).size;
  return [`${rounds} more looked again at ${countOf(cases, "case")}`];
}

/** The machine that looked again, where that was another job. */
function secondRunner({ secondRunner: runner }: Results, markup: Markup): Provenance[] {
  if (runner === null) return [];
  const { machine, timings, plan } = runner;
  const text = `${describeMachine(machine, markup)}; ${formatDuration(timings.measuredMs - timings.builtMs)} of looking again (budget ${seconds(plan.budgetSeconds)})`;
  return [{ title: "Second runner", text }];
}

/** Cases without settled code that are named. */
const unsettledShown = 2;

/** V8 was still replacing their code when the rounds were planned. */
function unsettled({ cases }: Results, markup: Markup): Provenance[] {
  const names = cases.flatMap(({ id, control, settling }) =>
    settling !== null && !settling.settled && !control ? [markup.name(id)] : [],
  );
  if (names.length === 0) return [];
  const shown = names.slice(0, unsettledShown);
  const rest = names.length - shown.length;
  const subject = rest > 0 ? `${shown.join(", ")} and ${countOf(rest, "other case")}` : shown.join(" and ");
  const text =
    names.length === 1
      ? `${subject} was still getting faster after a quarter of a second of warming up: its time is not that of the finished code`
      : `${subject} were still getting faster after a quarter of a second of warming up: their times are not those of the finished code`;
  return [{ title: "Not settled", text }];
}

/** What the run was able to see, over the gating timed rows that could be judged. */
function sight(results: Results): Provenance[] {
  if (groupRows(results).movedControls.length > 0) return [];
  const shares = results.comparisons
    .filter(isCompared)
    .flatMap(({ gating, evidence }) =>
      gating && evidence.kind === "rounds" && evidence.detectable !== null ? [evidence.detectable] : [],
    )
    .sort((one, other) => one - other);
  const [half, all] = [shares[Math.ceil(shares.length / 2) - 1], shares.at(-1)];
  if (half === undefined || all === undefined) return [];
  const text =
    shares.length === 1
      ? `a change of ${formatShare(all)} and more`
      : `a change of ${formatShare(half)} and more in half of the ${shares.length} gating rows, of ${formatShare(all)} and more in all`;
  return [{ title: "Could have seen", text }];
}
