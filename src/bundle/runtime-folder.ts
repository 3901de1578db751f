import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { z } from "zod";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";

/** Pages of 64 KiB; a 32-bit memory has at most 65,536 of them. */
const pages = z.int().min(0).max(65_536);

const sourcePath = z
  .string()
  .regex(
    /^(?!.*(?:^|\/)\.{0,2}\/)[^\\:\0]+\.ts$/,
    "a path of a .ts file, relative to runtime.json, that stays inside the folder",
  );

/**
 * How a guest is compiled. There is deliberately no way to pass flags to the compiler: one of them loads a plug-in, and
 * a pull request must not choose what runs in the process that builds.
 */
const guestSchema = z.strictObject({
  source: sourcePath,
  /** The guest's linear memory; a guest without this entry has none. */
  memory: z.strictObject({ initialPages: pages, maximumPages: pages.optional() }).optional(),
  /** How hard the compiler tries, 3 being as hard as it can. Without any effort, unused memory would stay. */
  optimize: z.int().min(1).max(3).default(3),
  /** Whether a float outside the range of integers becomes the nearest integer or traps. */
  conversions: z.enum(["saturating", "trapping"]).default("saturating"),
});
export type GuestOptions = z.infer<typeof guestSchema>;

const runtimeSchema = z.strictObject({
  name: z.string().regex(/^[\w .-]{1,128}$/, "letters, digits, spaces, dots, dashes and underscores"),
  /** Version of the interface that the host code speaks. */
  interface: z.int().nonnegative(),
  /** Entry point of the host code. */
  host: sourcePath,
  guests: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a name of a-z, 0-9 and -"), guestSchema)
    .refine((guests) => Object.keys(guests).length > 0, "at least one guest"),
  /** What only bundles have whose cases need the kernel. */
  kernel: z
    .strictObject({
      /** The host file that the entry point imports for it. */
      host: sourcePath,
      /** The folder with its tools, one folder each, with `tool.json` and `guest.ts` in it. */
      tools: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "the name of a folder beside runtime.json"),
    })
    .optional(),
});

/** A folder that a bundle is built from, as its `runtime.json` describes it. */
export interface RuntimeFolder extends z.infer<typeof runtimeSchema> {
  /** Absolute, without links. */
  readonly folder: string;
}

/** Reads and checks `runtime.json`. */
export async function readRuntimeFolder(given: string): Promise<RuntimeFolder> {
  const folder = await realpath(given).catch(() => given);
  const file = join(given, "runtime.json");
  const text = await readFile(join(folder, "runtime.json"), "utf8").catch((cause: unknown) => {
    throw new FuelgaugeError({
      happened: `There is no runtime to build in "${given}": ${messageOf(cause)}.`,
      expected: "a folder with a runtime.json",
      remedy: "Check the `runtime` input, and that the folder is checked out.",
      cause,
    });
  });
  const runtime = parseRuntime(text, file);
  if (runtime.interface !== interfaceVersion) {
    throw new FuelgaugeError({
      happened: `${file} declares runtime interface ${runtime.interface}.`,
      expected: `runtime interface ${interfaceVersion}, which this Fuelgauge runs`,
      remedy: "Bring the host code up to that interface, or use the Fuelgauge release that runs yours.",
    });
  }
  return { ...runtime, folder };
}

function parseRuntime(text: string, file: string): z.infer<typeof runtimeSchema> {
  try {
    return runtimeSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new FuelgaugeError({
      happened: `${file} cannot be used:\n${cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)}`,
      expected: "the name, interface, host and guests of a runtime",
      remedy: "Correct the entries named above; runtime/README.md describes all of them.",
      cause,
    });
  }
}

/**
 * A source file of the runtime, or null where there is none. A link that leads out of the folder counts as none: its
 * target would end up in a bundle, and so in an artifact.
 */
export async function readSource({ folder }: RuntimeFolder, path: string): Promise<string | null> {
  try {
    const target = await realpath(join(folder, path));
    return target.startsWith(folder + sep) ? await readFile(target, "utf8") : null;
  } catch {
    return null;
  }
}

/** Joins an import to the path of the file it stands in; null when it leads out of the folder. */
export function resolveImport(importer: string, specifier: string): string | null {
  const parts = importer.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== ".") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
