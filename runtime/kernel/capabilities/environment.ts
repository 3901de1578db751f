import { z } from "zod";
import { operation } from "./operation.ts";

/** The value of a variable; null when it is not set. Whether one is set that is not granted is not told. */
export const environmentRead = operation({
  capability: "environment",
  request: z.strictObject({ name: z.string().min(1).max(1_000) }),
  access: ({ name }, { grants }) => ({
    target: name,
    granted: grants.environment.includes(name),
    grant: `environment: ${JSON.stringify(name)}`,
  }),
  perform: ({ name }) => ({ json: { value: process.env[name] ?? null } }),
});

/** Names of variables that are granted and set, in order. */
export const environmentNames = operation({
  capability: "environment",
  request: z.strictObject({}),
  access: () => null,
  perform: (_request, _body, { grants }) => ({
    json: {
      names: Array.from(new Set(grants.environment))
        .filter((name) => name in process.env)
        .sort(),
    },
  }),
});
