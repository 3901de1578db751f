import { z } from "zod";

/** Version of the manifest's own format. */
export const manifestVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A path inside the bundle: relative, with forward slashes, and never out of the folder. */
const bundlePath = z
  .string()
  .max(512)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\:\0]+$/, "a relative path that stays inside the bundle");

/** What a bundle holds, beside it in `manifest.json`. Everything in the bundle is listed, by its sha256. */
export const manifestSchema = z.strictObject({
  schema: z.literal(manifestVersion),
  /** Version of the interface that the host code speaks (see runtime/README.md). */
  interface: z.int().nonnegative(),
  /** Host entry point, a path of `files`. */
  host: bundlePath,
  /** Guest name to its module and to the digest of its sources, options and compiler. */
  guests: z.record(z.string(), z.strictObject({ file: bundlePath, source: sha256 })),
  /** `assemblyscript@0.28.20` */
  compiler: z.string(),
  files: z.record(bundlePath, z.strictObject({ sha256, bytes: z.int().nonnegative() })),
});
export type Manifest = z.infer<typeof manifestSchema>;
