import { metrics } from "../model/metric.ts";
import { maxDistance } from "../model/policy.ts";
import type { FoundBase, Machine, Results } from "../model/results.ts";
import { confidence, countOf, formatDuration, formatShare } from "./format.ts";
import { isCompared } from "./groups.ts";
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
    { title: "Machine", text: machineText(results, markup) },
    { title: "Measured", text: effort(results) },
    ...sight(results),
  ];
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

function machineText({ machine, base }: Results, markup: Markup): string {
  const here = describeMachine(machine, markup);
  if (base.kind === "absent" || base.machine === null || sameMachine(machine, base.machine)) return here;
  const there = describeMachine(base.machine, markup);
  return `${here}. The baseline was stored by another one (${there}); no stored time was compared${base.kind === "compared" ? ", base was run again here" : ""}`;
}

function sameMachine(one: Machine, other: Machine): boolean {
  const parts = ["cpu", "cores", "os", "arch", "node", "v8"] as const;
  return parts.every((part) => one[part] === other[part]);
}

function effort({ plan, timings, comparisons, measurements }: Results): string {
  const rounds = comparisons
    .filter(isCompared)
    .flatMap(({ evidence }) => (evidence.kind === "rounds" ? [evidence.rounds] : []));
  const duration = formatDuration(timings.measuredMs - timings.builtMs);
  const within = `${duration} of measuring (budget ${formatDuration(plan.budgetSeconds * 1000)})`;
  if (rounds.length === 0) {
    // the clock may have cut the plan short
    const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
    return `${countOf(new Set(timed.map(({ round }) => round)).size, "round")} in ${within}`;
  }
  const [fewest, most] = [Math.min(...rounds), Math.max(...rounds)];
  const counted = fewest === most ? countOf(most, "round") : `${fewest} to ${countOf(most, "round")}`;
  return `${counted}, ${plan.neededRounds} needed, ${confidence} confidence, ${within}`;
}

/** What the run was able to see, over the gating timed rows that could be judged. */
function sight({ comparisons }: Results): Provenance[] {
  const shares = comparisons
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
