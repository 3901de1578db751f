import { z } from "zod";
import { bundlePath } from "./bundle-path.ts";
import { projectSchema } from "./project.ts";

/** Version of the manifest's own format. */
export const manifestVersion = 3;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a bundle holds, beside it in `manifest.json`. Everything in the bundle is listed, by its sha256. */
export const manifestSchema = z.strictObject({
  schema: z.literal(manifestVersion),
  /** The host code that runs the guests; null in a bundle that holds no runtime. */
  runtime: z
    .strictObject({
      /** Version of the interface that the host code speaks (see runtime/README.md). */
      interface: z.int().nonnegative(),
      /** Entry point, a path of `files`. */
      host: bundlePath,
      /** `assemblyscript@0.28.20` */
      compiler: z.string(),
    })
    .nullable(),
  /**
   * All modules, the runtime's guests and the project's own: name to file, and to the digest of sources, options and compiler, or
   * of the file itself where it was compiled elsewhere.
   */
  guests: z.record(z.string(), z.strictObject({ file: bundlePath, source: sha256 })),
  /** Null in a bundle that holds nothing of a project. */
  project: projectSchema.nullable(),
  files: z.record(bundlePath, z.strictObject({ sha256, bytes: z.int().nonnegative() })),
});
export type Manifest = z.infer<typeof manifestSchema>;
