import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { OperationError, operation } from "./operation.ts";

/** Milliseconds since 1970. */
export const now = operation({
  capability: "clock",
  request: z.strictObject({}),
  access: (_request, { grants }) => ({ target: "the time", granted: grants.clock, grant: "clock: true" }),
  perform: () => ({ json: { ms: Date.now() } }),
});

/** Lets time pass. It tells nobody what time it is, so no grant is needed; the call's own time is its limit. */
export const wait = operation({
  capability: "clock",
  request: z.strictObject({ ms: z.int().min(0).max(3_600_000) }),
  access: () => null,
  perform: async ({ ms }, _body, { signal }) => {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch {
      throw new OperationError("failed", "the call ended while it waited");
    }
    return { json: { ms } };
  },
});
