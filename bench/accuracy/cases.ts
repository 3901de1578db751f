import type { ModuleCase } from "./subjects/module-case.ts";
import { published } from "./subjects/published.ts";
import { small } from "./subjects/small.ts";

/** Ten cases that are measured together, as a pull request of somebody who ships such modules brings them. */
export interface CaseSet {
  readonly cases: readonly ModuleCase[];
  /** Entry of the processes that measure them, see `bundledMeasurer`. */
  readonly measurer: URL;
}

export const caseSets = {
  small: { cases: small, measurer: new URL("./measurers/small.ts", import.meta.url) },
  published: { cases: published, measurer: new URL("./measurers/published.ts", import.meta.url) },
} as const satisfies Record<string, CaseSet>;
export type SetName = keyof typeof caseSets;
