import type { MetricName } from "./metric.js";
/** One figure of head: the median of a metric of a case. */
export interface Figure {
    readonly case: string;
    readonly metric: MetricName;
}
/** Where a figure should lie: it keeps neither bound by being equal to it. */
export type Bound = {
    readonly below: number;
} | {
    readonly above: number;
};
/** Bounds of one figure in its unit, each further out than the one before. */
export interface Levels {
    readonly target: number;
    /** What will do. Null: only the target. */
    readonly acceptable: number | null;
    /** From here on it is an emergency. */
    readonly critical: number | null;
}
/** `poor` is worse than acceptable or, where only the target is given, worse than that. */
export declare const targetLevels: readonly ["met", "acceptable", "poor", "critical"];
export type TargetLevel = (typeof targetLevels)[number];
/** Whether a target counts as missed, which is what `fail-on: target` turns red: worse than what is acceptable. */
export declare function isMissed({ level }: {
    readonly level: TargetLevel | null;
}): boolean;
/** A promise that a figure of head keeps or misses, whatever the base does. */
export type Target = Promised & Bound;
interface Promised {
    /** `cold start` */
    readonly name: string;
    readonly figure: Figure;
    /** When given, the target is about `figure / relativeTo`, a ratio; else the bound is in the metric's unit. */
    readonly relativeTo?: Figure;
    /** Bounds further out, on the same side: see `Levels`. */
    readonly acceptable?: number | null;
    readonly critical?: number | null;
    /** What to look at when the target is missed, most likely cause first. */
    readonly advice: readonly string[];
}
export {};
