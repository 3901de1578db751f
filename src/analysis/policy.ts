import { matchesCase } from "../model/case-pattern.ts";
import type { Rule } from "../model/config.ts";
import { type Metric, type MetricName, metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";

const alpha = 0.01;
const timedFloor = 0.02;
const fuelTolerance = 0.01;
/** Figures of two moments, and often of two machines, differ by more than those of one run. */
const importedFloor = 0.1;

/** What a run knows of its cases and its baseline before anybody has configured anything. */
interface Circumstances {
  /** False when the baseline is so far away that a difference says little about the change. */
  readonly baselineIsNear: boolean;
  /** Cases that measure the machine or the harness and not the subject. */
  readonly neverGates?: ReadonlySet<string>;
  /** Floors of the timed rows of cases that have one of their own, by case. */
  readonly timedFloors?: ReadonlyMap<string, number>;
  /** Cases that judge the machine, and that no rule is about. */
  readonly controls?: ReadonlySet<string>;
}

/**
 * The policy when nothing is configured: 1 % false alarms a run, changes of up to 2 % in timed metrics do not matter,
 * and rows gate as their metric says, fuel when it changed by more than 1 %.
 */
export function defaultPolicy(circumstances: Circumstances): Policy {
  const { baselineIsNear, neverGates, timedFloors } = circumstances;
  return {
    alpha,
    floor(caseId, metric) {
      if (!isTimed(metric)) return 0;
      const { floor }: Metric = metrics[metric];
      return floor ?? timedFloors?.get(caseId) ?? timedFloor;
    },
    gates: (caseId, metric) => metrics[metric].gates && baselineIsNear && !(neverGates?.has(caseId) ?? false),
    exactTolerance: (_caseId, metric) => (metric === "fuel" ? fuelTolerance : 0),
    direction: (_caseId, metric) => metrics[metric].direction,
    // base and head come from different moments: nothing red rests on that unless somebody wants it so
    ofImported: (_caseId, _metric, kind) => {
      return { floor: kind === "timed" ? importedFloor : 0, gates: false, exactTolerance: 0 };
    },
    targets: () => null,
    budgetOf: () => null,
    isolationOf: () => null,
  };
}

/**
 * The policy of a run: the default one, overridden by the rules of the repository. Each setting comes from the last rule
 * that has it and is about the row.
 *
 * No rule lets a timed row gate against a distant baseline: its difference is that of many commits. Exact rows may.
 */
export function configuredPolicy(rules: readonly Rule[], circumstances: Circumstances): Policy {
  const defaults = defaultPolicy(circumstances);
  const isMeaningless = (kind: Metric["kind"]) => kind === "timed" && !circumstances.baselineIsNear;
  const settingsOf = settingsByCase(rules, circumstances.controls ?? new Set());
  const ofRow = <Name extends RowSetting>(name: Name, caseId: string, metric: MetricName) =>
    settingsOf(caseId).find((rule) => rule[name] !== undefined && covers(rule, name, metric))?.[name];
  const ofCase = <Name extends "budget" | "isolation">(name: Name, caseId: string) =>
    settingsOf(caseId).find((rule) => rule[name] !== undefined)?.[name];
  return {
    alpha: defaults.alpha,
    floor: (caseId, metric) => ofRow("floor", caseId, metric) ?? defaults.floor(caseId, metric),
    gates: (caseId, metric) =>
      !isMeaningless(metrics[metric].kind) &&
      (ofRow("gates", caseId, metric) ?? defaults.gates(caseId, metric)),
    exactTolerance: (caseId, metric) =>
      ofRow("tolerance", caseId, metric) ?? defaults.exactTolerance(caseId, metric),
    direction: (caseId, metric) => ofRow("direction", caseId, metric) ?? defaults.direction(caseId, metric),
    ofImported(caseId, metric, kind) {
      const set = <Name extends ImportedSetting>(name: Name) =>
        settingsOf(caseId).find((each) => each[name] !== undefined && names(each, metric))?.[name];
      const preset = defaults.ofImported(caseId, metric, kind);
      return {
        floor: kind === "timed" ? (set("floor") ?? preset.floor) : 0,
        gates: !isMeaningless(kind) && (set("gates") ?? preset.gates),
        exactTolerance: set("tolerance") ?? preset.exactTolerance,
      };
    },
    targets: (caseId, metric) => ofRow("targets", caseId, metric) ?? null,
    budgetOf: (caseId) => ofCase("budget", caseId) ?? null,
    isolationOf: (caseId) => ofCase("isolation", caseId) ?? null,
  };
}

type ImportedSetting = "floor" | "gates" | "tolerance";

/** Whether a rule is about a metric of another tool: it names it, or names none. */
function names({ metrics: named }: Rule, metric: string): boolean {
  return named === null || named.some((name) => name === metric);
}

type RowSetting = "floor" | "gates" | "direction" | "tolerance" | "targets";

/**
 * Whether what a rule says of one setting is about a metric. Without metrics of its own, a floor is about timed ones and a
 * tolerance about exact ones; a rule that lets rows gate is about the metrics that gate by themselves, one that does not
 * is about all.
 */
function covers(rule: Rule, setting: RowSetting, metric: MetricName): boolean {
  if (rule.metrics !== null) return rule.metrics.includes(metric);
  switch (setting) {
    case "floor":
      return isTimed(metric);
    case "tolerance":
      return !isTimed(metric);
    case "gates":
      return rule.gates === false || metrics[metric].gates;
    case "direction":
    case "targets":
      return false;
  }
}

/** The rules about a case, the last first. Looked up for each row of it, and found once. */
function settingsByCase(
  rules: readonly Rule[],
  controls: ReadonlySet<string>,
): (caseId: string) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>([...controls].map((id) => [id, []]));
  const lastFirst = rules.toReversed();
  return (caseId) => {
    const found = known.get(caseId) ?? lastFirst.filter(({ cases }) => matchesCase(cases, caseId));
    known.set(caseId, found);
    return found;
  };
}

function isTimed(metric: MetricName): boolean {
  return metrics[metric].kind === "timed";
}
