import { z } from "zod";
import { arms } from "./measurement.ts";

/** Characters that are kept of a function's name: a module may bear names of megabytes. */
export const functionNameLength = 256;

/** Functions of a profile, the dearest: a module may have a million. */
export const mostFunctions = 10_000;

/** Which function burns how much fuel in one operation of a case. Functions of one name are taken together. */
export const fuelProfileSchema = z.strictObject({
  case: z.string(),
  arm: z.enum(arms),
  functions: z
    .array(z.strictObject({ function: z.string().max(functionNameLength), fuel: z.number() }))
    .max(mostFunctions),
});
export type FuelProfile = z.infer<typeof fuelProfileSchema>;

/** Where the difference of a case's fuel comes from. */
export const profileChangeSchema = z.strictObject({
  case: z.string(),
  /** Functions that do not burn the same, largest difference first. A side without the function burns 0 in it. */
  functions: z.array(z.strictObject({ function: z.string(), base: z.number(), head: z.number() })),
  /** Functions with smaller differences, which are not listed. */
  more: z.int().nonnegative(),
});
export type ProfileChange = z.infer<typeof profileChangeSchema>;
