import { randomFillSync } from "node:crypto";
import { z } from "zod";
import { operation } from "./operation.ts";

const mostBytes = 65_536;

/** Random bytes, in the body. */
export const randomBytes = operation({
  capability: "random",
  request: z.strictObject({ count: z.int().min(1).max(mostBytes) }),
  access: (_request, { grants }) => ({
    target: "random bytes",
    granted: grants.random,
    grant: "random: true",
  }),
  perform: ({ count }) => ({ json: { count }, body: randomFillSync(new Uint8Array(count)) }),
});
