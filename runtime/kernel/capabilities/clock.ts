import { z } from "zod";
import { operation } from "./operation.ts";

/** Milliseconds since 1970. */
export const now = operation({
  capability: "clock",
  request: z.strictObject({}),
  access: (_request, { grants }) => ({ target: "the time", granted: grants.clock, grant: "clock: true" }),
  perform: () => ({ json: { ms: Date.now() } }),
});
