import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";

/**
 * What a tool may use of the world, if the kernel grants it. `network`: HTTP requests and connections. `files`: reading and
 * writing. `run`: other programs. `environment`: variables. `clock`: the time. `random`: random bytes. `system`: figures of the
 * machine. `library`: code of the host's that computes and touches nothing (HTML, YAML, TOML).
 */
export const capabilities = [
  "network",
  "files",
  "run",
  "environment",
  "clock",
  "random",
  "system",
  "library",
] as const;
export type Capability = (typeof capabilities)[number];

// Unknown keywords and formats are annotations, as JSON Schema has it. Lengths are in UTF-16 units: to count the characters of a large
// text takes longer than many a call.
const ajvOptions = { strict: false, validateFormats: false, unicode: false, logger: false } as const;
const ajv = new Ajv2020(ajvOptions);

/** A JSON Schema, draft 2020-12, of an object. */
const objectSchema = z.looseObject({ type: z.literal("object") }).check(({ value, issues }) => {
  const message = schemaFault(value);
  if (message !== null) issues.push({ code: "custom", message, input: value });
});

function schemaFault(schema: Readonly<Record<string, unknown>>): string | null {
  try {
    return ajv.validateSchema(schema) === true ? null : ajv.errorsText(ajv.errors, { dataVar: "schema" });
  } catch (thrown) {
    // a `$schema` that is unheard of
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

const limits = z.strictObject({
  /** Units of fuel for a call (docs/fuel.md). */
  fuel: z.int().positive().optional(),
  /** Milliseconds for a call, waiting included. */
  wallClockMs: z.int().positive().optional(),
  /** Bytes of memory. */
  memoryBytes: z.int().positive().optional(),
});

const example = z.strictObject({
  title: z.string().min(1),
  arguments: z.record(z.string(), z.unknown()),
  /** What it gives, where it does not fail. Members that the example leaves out may be anything. */
  result: z.record(z.string(), z.unknown()).optional(),
  /** What its failure says, in part. */
  error: z.string().optional(),
});

/** What stands beside a tool's module: `tool.json`. */
export const toolManifestSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "1 to 128 letters, digits, dots, dashes and underscores"),
  title: z.string().min(1).max(200),
  description: z.string().min(1).max(4_000),
  tags: z
    .array(z.string().regex(/^[a-z0-9-]{1,40}$/, "a-z, 0-9 and -"))
    .max(50)
    .default([]),
  /** What it needs. What it does not name here it does not get, whatever is granted. */
  capabilities: z.array(z.enum(capabilities)).default([]),
  inputSchema: objectSchema,
  outputSchema: objectSchema.optional(),
  limits: limits.default({}),
  /** What the Model Context Protocol calls hints. */
  annotations: z
    .strictObject({
      readOnlyHint: z.boolean().optional(),
      destructiveHint: z.boolean().optional(),
      idempotentHint: z.boolean().optional(),
      openWorldHint: z.boolean().optional(),
    })
    .optional(),
  examples: z.array(example).default([]),
});
export type ToolManifest = z.infer<typeof toolManifestSchema>;

/** What came of a call. */
export type ToolResult =
  /** `json`: text of a JSON object, on one line. */
  | { readonly kind: "done"; readonly json: string; readonly usage: Usage }
  /** `outcome`: how the execution of the guest ended, where that was not by itself. */
  | { readonly kind: "failed"; readonly message: string; readonly outcome: string; readonly usage: Usage };

/** What a call used. */
export interface Usage {
  /** Units. */
  readonly fuel: number;
  readonly peakMemoryBytes: number;
}

/** What a call is about. */
export interface ToolArguments {
  readonly value: Readonly<Record<string, unknown>>;
  /** The same as JSON text. */
  readonly text: () => string;
}

/** What a call is given beside its arguments. */
export interface CallScope {
  readonly signal: AbortSignal | undefined;
  /** Tells whoever asked how far it has come; null when nobody wants to know. */
  readonly progress: ((done: number, total: number | null) => void) | null;
  /** Called when everything is ready and the tool itself begins. */
  readonly began: () => void;
}

/** Something that can be called by its name. */
export interface Tool {
  readonly manifest: ToolManifest;
  /** What `tools/list` says of it, as JSON text. */
  readonly listing: string;
  /** What is wrong with arguments; null when they fit. */
  misfit(args: Readonly<Record<string, unknown>>): string | null;
  /** Never rejected. */
  call(args: ToolArguments, scope: CallScope): Promise<ToolResult>;
  /** No new calls will come; those under way go on. */
  retire(): void;
}

/** Whether arguments fit a schema. The schema is compiled when it is first needed, so that thousands of tools cost nothing. */
export class ArgumentCheck {
  readonly #schema: ToolManifest["inputSchema"];
  #validate: ValidateFunction | undefined;

  constructor(schema: ToolManifest["inputSchema"]) {
    this.#schema = schema;
  }

  /** Null when they fit, else what does not. */
  misfit(args: Readonly<Record<string, unknown>>): string | null {
    this.#validate ??= compiled(this.#schema);
    if (this.#validate(args)) return null;
    return ajv.errorsText(this.#validate.errors, { dataVar: "arguments", separator: "; " });
  }
}

/** With an Ajv of its own, because one keeps all that it ever compiled, and tools come and go. The schema has been checked with the manifest. */
function compiled(schema: ToolManifest["inputSchema"]): ValidateFunction {
  return new Ajv2020({ ...ajvOptions, meta: false, validateSchema: false }).compile(schema);
}

/** What the Model Context Protocol's `tools/list` says of a tool, as JSON text. */
export function listingOf(manifest: ToolManifest): string {
  const { name, title, description, inputSchema, outputSchema, annotations, tags } = manifest;
  return JSON.stringify({
    name,
    title,
    description,
    inputSchema,
    ...(outputSchema && { outputSchema }),
    ...(annotations && { annotations }),
    ...(tags.length > 0 && { _meta: { "fuelgauge/tags": tags } }),
  });
}
