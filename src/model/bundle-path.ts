import { z } from "zod";

/** A path inside a bundle: relative, with forward slashes, and never out of the folder. */
export const bundlePath = z
  .string()
  .max(512)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\:\0]+$/, "a relative path that stays inside the bundle");
