import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { MalformedModule, type Metered, type MeterMode, meter } from "../../runtime/meter/index.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { formatExactFigure } from "../report/format.ts";

interface MeterCommandOptions {
  readonly out: string;
  readonly mode: MeterMode;
  readonly fuel?: string;
  readonly memoryLimit?: string;
  readonly stackLimit?: string;
  readonly profile?: true;
}

/** `fuelgauge meter IN -o OUT` */
export async function meterCommand(input: string, options: MeterCommandOptions): Promise<void> {
  const bytes = await readModule(input);
  const metered = meterModule(input, bytes, options);
  await writeModule(options.out, metered.bytes);
  process.stdout.write(`${summary(bytes, metered, options.out)}\n`);
}

async function readModule(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `${path} cannot be read: ${messageOf(thrown)}.`,
      expected: "a .wasm file",
      remedy: "Correct the path.",
      cause: thrown,
    });
  }
}

async function writeModule(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `${path} cannot be written: ${messageOf(thrown)}.`,
      expected: "the path of a file that may be written",
      remedy: "Give --out another path.",
      cause: thrown,
    });
  }
}

function meterModule(path: string, bytes: Uint8Array, options: MeterCommandOptions): Metered {
  const { mode, profile = false } = options;
  try {
    return meter(bytes, {
      mode,
      profile,
      ...limit("fuel", "fuel", options.fuel),
      ...limit("memoryLimit", "memory-limit", options.memoryLimit),
      ...limit("stackLimit", "stack-limit", options.stackLimit),
    });
  } catch (thrown) {
    if (!(thrown instanceof MalformedModule)) throw thrown;
    throw new FuelgaugeError({
      happened: `${basename(path)} cannot be metered: ${thrown.message}.`,
      expected: "a core WebAssembly module within the limits that were given",
      remedy:
        thrown.kind === "component"
          ? "Take the core modules out of the component (wasm-tools component unbundle, jco transpile) and meter those."
          : "Check that the file is whole (wasm-tools validate), or give it more.",
      cause: thrown,
    });
  }
}

/** An option that is a whole number above 0. */
function limit<Key extends string>(key: Key, option: string, text: string | undefined) {
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw new FuelgaugeError({
      happened: `--${option} is "${text}".`,
      expected: "a whole number above 0",
      remedy: `Give --${option} like 1000000.`,
    });
  }
  return { [key]: value } as Record<Key, number>;
}

function summary(original: Uint8Array, { bytes, mode, contract, names, fuel }: Metered, out: string): string {
  const growth = (bytes.length / original.length).toFixed(2);
  const budget =
    fuel === Number.MAX_SAFE_INTEGER ? "as much as can be counted" : fuel.toLocaleString("en-US");
  return [
    `${out}: ${formatExactFigure(original.length, "bytes")} became ${formatExactFigure(bytes.length, "bytes")} (${growth} ×)`,
    `counts      fuel by contract ${contract}, ${mode}`,
    `starts with ${budget}`,
    `read it     ${names.remaining}() → f64, below 0 when it has run out`,
    `set it      ${names.refill}(f64)`,
    `stopped?    ${names.stopped}() → 1 when calls were nested too deeply`,
    ...(names.counters.length > 0
      ? [`functions   ${names.counters.length} counters, ${names.counters[0]} and on`]
      : []),
  ].join("\n");
}
