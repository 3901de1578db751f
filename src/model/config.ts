import { z } from "zod";
import { type MetricName, metricNames, metrics, type Unit } from "./metric.ts";
import { isolations } from "./policy.ts";
import { wasmValue } from "./project.ts";
import type { Levels } from "./target.ts";

/*
 * The configuration of a repository, `fuelgauge.config.{ts,mts,mjs,js,json}`. Descriptions are what an editor shows. The text of an error is
 * what would have been right, to stand behind "X is Y, not …".
 */

const percentage = z
  .string({ error: percentageWanted })
  .regex(/^\d{1,6}(?:\.\d{1,6})? ?%$/, { error: percentageWanted })
  .transform((text) => Number(`${text.replace(/ ?%$/, "")}e-2`));

function percentageWanted(): string {
  return 'a percentage in quotes and with its sign, such as "2%" (without it, 2 could mean 2 % or 200 %)';
}

/** What a figure may be written in, and how much of the figure's own unit that is. */
const writtenUnits: Readonly<Record<string, { readonly unit: Unit; readonly factor: number }>> = {
  ns: { unit: "ns", factor: 1 },
  us: { unit: "ns", factor: 1e3 },
  µs: { unit: "ns", factor: 1e3 },
  ms: { unit: "ns", factor: 1e6 },
  s: { unit: "ns", factor: 1e9 },
  B: { unit: "bytes", factor: 1 },
  KiB: { unit: "bytes", factor: 1024 },
  MiB: { unit: "bytes", factor: 1024 ** 2 },
  GiB: { unit: "bytes", factor: 1024 ** 3 },
  "ops/s": { unit: "ops/s", factor: 1 },
  units: { unit: "units", factor: 1 },
  exports: { unit: "count", factor: 1 },
};
const writtenFigure = new RegExp(`^(\\d{1,12}(?:\\.\\d{1,6})?) ?(${Object.keys(writtenUnits).join("|")})$`);
const figureWanted =
  'a figure with its unit (ns, us, ms, s, B, KiB, MiB, GiB, ops/s, units or exports), such as "1.5 ms"';

/** In the unit of the metric. */
const figure = z
  .string(figureWanted)
  .regex(writtenFigure, figureWanted)
  .transform((text) => {
    const [, number, written = ""] = writtenFigure.exec(text) ?? [];
    const { unit = "ns", factor = 1 } = writtenUnits[written] ?? {};
    return { unit, value: Number(number) * factor };
  });

const patternWanted = 'a case or a glob of at most 200 characters, such as "execution/*"';
const pattern = z
  .string(patternWanted)
  .regex(/^!?[^!]/, patternWanted)
  .max(200, patternWanted);

/** One, or a list of some. */
function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z.union([item, z.array(item).min(1, "a list with something in it")]);
}

const levels = z.strictObject({
  target: figure.describe("Where the figure should be: below this where lower is better, else above it."),
  acceptable: figure
    .optional()
    .describe(
      "What will do, further out than the target. Whatever is worse counts as missed. Left out: the target.",
    ),
  critical: figure
    .optional()
    .describe("From here on it is an emergency, further out than what is acceptable."),
});

/** The settings of rows, a row being a metric of a case. */
const rowSettings = {
  floor: percentage
    .optional()
    .describe(
      'Changes of timed metrics within ± this much do not matter, such as "0.5%". Without metrics: of all timed ones.',
    ),
  gates: z
    .boolean()
    .optional()
    .describe(
      "Whether a regression turns the run red. Without metrics, true is about time, throughput, p50 and fuel; false about all.",
    ),
  direction: z
    .enum(["lower", "higher"])
    .optional()
    .describe("Which way is better, where it is not the metric's own. Needs metrics."),
  tolerance: percentage
    .optional()
    .describe(
      'A gating exact metric turns the run red when it changed by more than this, such as "1%". Without metrics: all exact ones.',
    ),
  targets: levels
    .optional()
    .describe("Absolute bounds of the figure, whatever the base does. Needs metrics, all of the same unit."),
};

/** The settings of whole cases. */
const caseSettings = {
  budget: z
    .number("a number of seconds")
    .positive("a number of seconds above 0")
    .max(86_400, "at most a day of seconds, 86400")
    .optional()
    .describe("Seconds of measuring for each of these cases."),
  isolation: z
    .enum(isolations)
    .optional()
    .describe(
      "What base and head share: a process in which they take turns, a process with other cases of theirs (slot), or nothing (process).",
    ),
};

const settingNames = [...Object.keys(rowSettings), ...Object.keys(caseSettings)];
const ofKind = (kind: "timed" | "exact") => metricNames.filter((name) => metrics[name].kind === kind);

const writtenRule = z.strictObject({
  cases: oneOrMore(pattern).describe(
    "Cases that the rule is about: a case, a glob, or a list of them; ! in front leaves cases out.",
  ),
  metrics: oneOrMore(z.enum(metricNames)).optional().describe("Metrics that the rule is about."),
  ...rowSettings,
  ...caseSettings,
});
type WrittenRule = z.output<typeof writtenRule>;

/** Cases, and what goes for them. Figures are in the units of the metrics, shares are relative. */
const rule = writtenRule
  .superRefine((written, context) => {
    for (const { path, message } of contradictions(written)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  })
  .transform(({ cases, metrics: named, targets, ...settings }) => ({
    ...settings,
    cases: listOf(cases),
    /** Null: those that each setting is about by itself. */
    metrics: named === undefined ? null : listOf(named),
    ...(targets && { targets: levelsOf(targets) }),
  }))
  .meta({
    description: "What goes for some cases. Of several rules about the same, the last one counts.",
    // what `contradictions` finds, as far as a JSON schema can say it
    anyOf: settingNames.map((name) => ({ required: [name] })),
    dependencies: {
      direction: ["metrics"],
      targets: ["metrics"],
      floor: { properties: { metrics: onlyOf(ofKind("timed")) } },
      tolerance: { properties: { metrics: onlyOf(ofKind("exact")) } },
      ...Object.fromEntries(
        Object.keys(caseSettings).map((name) => [name, { not: { required: ["metrics"] } }]),
      ),
    },
  });
export type Rule = z.output<typeof rule>;

interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a rule says that cannot be meant. */
function contradictions(written: WrittenRule): Contradiction[] {
  const named = written.metrics === undefined ? null : listOf(written.metrics);
  const given = (name: string) =>
    Object.entries(written).some(([key, value]) => key === name && value !== undefined);
  const found: Contradiction[] = [];
  const add = (path: string[], message: string) => found.push({ path, message });
  if (!settingNames.some(given))
    add([], `says nothing about its cases; give one of ${settingNames.join(", ")}`);
  for (const name of ["direction", "targets"]) {
    if (given(name) && named === null) add([name], "needs metrics beside it, to say of what");
  }
  for (const name of Object.keys(caseSettings)) {
    if (given(name) && named !== null) {
      add([name], "is about whole cases; put it into a rule without metrics");
    }
  }
  for (const name of named ?? []) {
    const { kind } = metrics[name];
    if (given("floor") && kind === "exact") {
      add(["floor"], `does not go with ${name}, which is exact and has no noise; tolerance does`);
    }
    if (given("tolerance") && kind === "timed") {
      add(["tolerance"], `does not go with ${name}, which is timed; floor does`);
    }
  }
  if (written.targets && named !== null) found.push(...targetContradictions(written, written.targets, named));
  return found;
}

function targetContradictions(
  { direction }: WrittenRule,
  { target, acceptable, critical }: z.output<typeof levels>,
  named: readonly MetricName[],
): Contradiction[] {
  const steps = Object.entries({ target, acceptable, critical }).flatMap(([name, level]) =>
    level === undefined ? [] : [{ path: ["targets", name], ...level }],
  );
  const inWrongUnit = steps.flatMap(({ path, unit }) => {
    const other = named.find((name) => metrics[name].unit !== unit);
    return other === undefined
      ? []
      : [{ path, message: `is in ${unit}, but ${other} is in ${metrics[other].unit}` }];
  });
  const [first] = named;
  const lowerIsBetter = (direction ?? (first && metrics[first].direction)) === "lower";
  const inWrongOrder = steps.flatMap(({ path, value }, index) => {
    const before = steps[index - 1];
    const isFurtherOut =
      before === undefined || (lowerIsBetter ? value > before.value : value < before.value);
    return isFurtherOut
      ? []
      : [
          {
            path,
            message: `is not ${lowerIsBetter ? "above" : "below"} what stands before it; each level is worse than the last`,
          },
        ];
  });
  return [...inWrongUnit, ...inWrongOrder];
}

function levelsOf({ target, acceptable, critical }: z.output<typeof levels>): Levels {
  return {
    target: target.value,
    acceptable: acceptable?.value ?? null,
    critical: critical?.value ?? null,
  };
}

function listOf<Item>(items: Item | Item[]): Item[] {
  return Array.isArray(items) ? items : [items];
}

/** JSON schema of one of the names, or of a list of them. */
function onlyOf(names: readonly string[]) {
  return { anyOf: [{ enum: names }, { type: "array", items: { enum: names } }] };
}

const waiverCaseWanted = 'a case or a glob without ! in front, such as "execution/*"';
const dateWanted = 'a day of the calendar, such as "2027-01-31"';

const waiver = z
  .strictObject({
    case: pattern.regex(/^[^!]/, waiverCaseWanted).describe("A case or a glob."),
    metric: z.enum(metricNames).describe("The metric that regressed."),
    reason: z
      .string("the reason in words")
      .regex(/\S/, "the reason in words")
      .describe("Why it is accepted; shown in every report."),
    ceiling: percentage.describe(
      'The largest change that is accepted, such as "8%". Beyond it, the row turns the run red again.',
    ),
    expires: z.iso
      .date(dateWanted)
      .describe('The last day (UTC) on which it is accepted, such as "2027-01-31".'),
  })
  .describe("A regression that is known, and accepted up to a ceiling and for a time.");

const pathWanted = 'a path or a glob relative to the project, such as "build/*.wasm"';
const path = z.string(pathWanted).min(1, pathWanted).max(400, pathWanted);
const nameWanted = "letters, digits, dots, dashes and underscores, at most 64, a letter or digit first";
const name = z.string(nameWanted).regex(/^[A-Za-z0-9][\w.-]{0,63}$/, nameWanted);
const valueWanted = 'a number, or an i64 in quotes with an n behind it, such as "42n"';
const value = z.union([z.number(valueWanted), wasmValue], valueWanted);
const content = z
  .union(
    [z.string(), z.strictObject({ file: path.describe("Its path in the project.") })],
    'a text, or { "file": … } with the path of a file',
  )
  .describe("The text itself, or the file that holds it.");

const variable = "letters, digits and underscores, no digit first";
const environment = z
  .record(z.string().regex(/^[A-Za-z_]\w{0,99}$/, variable), z.string("a text"))
  .default({});

/** What a program in the sandbox gets only where it is told. */
const ofSandbox = {
  environment: environment.describe("Its environment variables, name to value. Left out: it has none."),
  files: z
    .record(
      z.string().regex(/^\//, 'an absolute path such as "/data/in.txt"'),
      z.union(
        [
          ...content.options,
          z.strictObject({
            folder: path.describe("Its path in the project; all that lies below comes along."),
          }),
        ],
        'a text, { "file": … } or { "folder": … }',
      ),
    )
    .default({})
    .describe(
      "Files and folders that it finds, by absolute path. They lie in memory: what it writes is gone when it ends. Left out: it has none.",
    ),
  clock: z
    .enum(["deterministic", "real"])
    .default("deterministic")
    .describe(
      "Which clock it reads: one that steps at every reading, so that every run is the same, or the real one.",
    ),
};

const call = z
  .strictObject({
    name: name.optional().describe("Of the case. Left out: the function with its arguments."),
    function: z.string("the name of an exported function").describe("An exported function."),
    arguments: z.array(value).default([]).describe("What it is called with."),
    returns: value.optional().describe("What it has to give. Left out: that is not checked."),
    ...ofSandbox,
  })
  .describe("An export that is called on one instance again and again.");

const program = z
  .strictObject({
    name: name.optional().describe("Of the case. Left out: run, or run-2 and so on."),
    arguments: z.array(z.string()).default([]).describe("Arguments behind the program's own name."),
    stdin: content.optional().describe("What it reads from standard input."),
    stdout: content.optional().describe("What it has to write. Left out: that is not checked."),
    exitStatus: z.int().min(0).default(0).describe("What it has to exit with."),
    ...ofSandbox,
  })
  .describe("A WASI program that is run from its start to its exit, in a fresh instance each time.");

const writtenModule = z
  .strictObject({
    file: path.describe("The module, or a glob of several."),
    name: name.optional().describe("What its cases begin with. Left out: its file's name."),
    calls: z.array(call).default([]).describe("Exports that are called."),
    runs: z
      .array(program)
      .optional()
      .describe("How the program is run. Left out: a WASI program is run once, without arguments."),
  })
  .describe("A WebAssembly module of the project's own.");
export type ModuleConfig = z.output<typeof writtenModule>;
export type CallConfig = z.output<typeof call>;
export type ProgramConfig = z.output<typeof program>;
export type ContentConfig = z.output<typeof content>;
export type FilesConfig = ProgramConfig["files"];

/** What the files of `benches` get only where it is told. */
const grants = z
  .strictObject({
    environment: environment.describe("Environment variables, name to value."),
    network: z.boolean().default(false).describe("Whether they may use the network."),
    scratch: z
      .boolean()
      .default(false)
      .describe(
        "Whether each process has a folder to write to, as its folder for temporary files (os.tmpdir()).",
      ),
  })
  .describe("What benchmark files may do, beside reading what they need of the checkout. Left out: nothing.");
export const noGrants = grants.parse({});

/** Everything that a repository says of what is measured, and of how its runs are judged. */
export const configSchema = z.strictObject({
  $schema: z.string("the address of a JSON schema").optional().describe("Where editors find this schema."),
  modules: z
    .array(z.union([path.transform((file) => writtenModule.parse({ file })), writtenModule]))
    .default([])
    .describe("WebAssembly modules of the project's own: paths, globs, or what is done with them."),
  benches: z
    .array(path)
    .nullable()
    .default(null)
    .describe(
      "Globs of benchmark files, of tinybench or vitest's bench. Left out: **/*.bench.{ts,mts,js,mjs}.",
    ),
  results: z
    .array(path)
    .default([])
    .describe("Results of other tools: .json files, or globs of them, that an earlier step has written."),
  grants: grants.default(noGrants),
  policy: z
    .array(rule)
    .default([])
    .describe("Rules about cases and their metrics. Later ones override earlier ones, setting by setting."),
  waivers: z
    .array(waiver)
    .default([])
    .describe("Regressions that are known and accepted. Of several about one row, the last one counts."),
});
export type Config = z.output<typeof configSchema>;
/** As people write it; an i64 may also be a bigint. */
export type WrittenConfig = WithBigints<z.input<typeof configSchema>>;
type WithBigints<Written> = Written extends { function: string; arguments?: infer _Values }
  ? Omit<Written, "arguments" | "returns"> & { arguments?: WrittenValue[]; returns?: WrittenValue }
  : Written extends readonly (infer Item)[]
    ? WithBigints<Item>[]
    : Written extends object
      ? { [Key in keyof Written]: WithBigints<Written[Key]> }
      : Written;
type WrittenValue = number | bigint | string;

/** The configuration of a repository that has none. */
export const noConfig: Config = {
  modules: [],
  benches: null,
  results: [],
  grants: noGrants,
  policy: [],
  waivers: [],
};
