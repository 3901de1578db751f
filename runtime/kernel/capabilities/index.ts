import { randomBytes } from "./chance.ts";
import { now } from "./clock.ts";
import type { Operation } from "./operation.ts";
import { timeZoneOffsets } from "./time-zone.ts";

/** What a guest may ask for, by the name it asks with (docs/tools.md). */
export const operations: Readonly<Record<string, Operation>> = {
  "clock.now": now,
  "random.bytes": randomBytes,
  "time-zone.offsets": timeZoneOffsets,
};
