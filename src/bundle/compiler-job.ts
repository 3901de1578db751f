import { z } from "zod";

const texts = z.record(z.string(), z.string());

/** What a compiler process is asked to do. It answers one job after the other. */
export const compilerJobSchema = z.discriminatedUnion("kind", [
  /** Compile a guest. `sources` (path to text) is all that the compiler sees of any disk. */
  z.strictObject({
    kind: z.literal("compile"),
    /** The guest, for diagnostics. */
    guest: z.string(),
    arguments: z.array(z.string()),
    sources: texts,
    /** Path of the module in the bundle. */
    output: z.string(),
  }),
  /** Turn the TypeScript of the host code into the scripts of the bundle. */
  z.strictObject({ kind: z.literal("strip"), sources: texts }),
]);
export type CompilerJob = z.infer<typeof compilerJobSchema>;

export const compilerAnswerSchema = z.discriminatedUnion("kind", [
  /** Files of the bundle, path to content. */
  z.strictObject({
    kind: z.literal("files"),
    files: z.record(z.string(), z.instanceof(Uint8Array<ArrayBufferLike>)),
  }),
  /** The sources are wrong; `diagnostics` is what the compiler says about them. */
  z.strictObject({ kind: z.literal("refused"), diagnostics: z.string() }),
]);
export type CompilerAnswer = z.infer<typeof compilerAnswerSchema>;
