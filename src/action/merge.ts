import * as log from "../github/log.ts";
import { storeJoinedBaseline } from "./artifacts.ts";
import { publishLegs, writeReport } from "./report.ts";
import { joinLegs, shardName } from "./shards.ts";
import type { Step } from "./step.ts";

/** Joins what the shards of this workflow run measured: one report, one baseline, one comment, one exit status. */
export async function merge(step: Step): Promise<void> {
  const legs = await log.group("Shards", () => joinLegs(step));
  for (const { step: leg, results, history, shards } of legs) {
    await writeReport(leg, results, history);
    await storeJoinedBaseline(leg, results, (name) => shardName(leg, 1, shards, name));
  }
  await publishLegs(step, legs);
}
