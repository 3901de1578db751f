import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MalformedModule, type MeterOptions, meter } from "../../../runtime/meter/index.ts";

/** What the meter and V8 say of the same bytes, when they agree. */
export type Soundness =
  | "valid"
  | "valid only with less"
  | "refused by the meter"
  | "refused by V8 once metered";

/** What metering can add: a charge and a count at every byte, and the meter's own at every module. */
const greatestGrowth = { factor: 40, constant: 8192 };

/**
 * Checks that the meter takes what V8 takes, that V8 takes what comes of it, and that nothing becomes valid by being metered.
 * Throws, with the name of a file that holds the bytes, when not so.
 */
export function soundness(bytes: Uint8Array<ArrayBuffer>, options: MeterOptions = {}): Soundness {
  const valid = WebAssembly.validate(bytes);
  const metered = attempt(bytes, options);
  if (metered instanceof Error) {
    if (!(metered instanceof MalformedModule))
      fail("The meter threw something else than MalformedModule", metered);
    // it asks for more from the start than the options allow, or is at a limit of the engine
    const tooMuch = ["memory-limit", "table-limit", "limit"].includes(metered.kind);
    if (valid && !tooMuch) fail("The meter refuses what V8 accepts", metered);
    return "refused by the meter";
  }
  if (metered.length > bytes.length * greatestGrowth.factor + greatestGrowth.constant) {
    fail(`The meter makes ${metered.length} bytes of ${bytes.length}`);
  }
  // a lower maximum may be one that this engine has memory for
  const lowered = options.memoryLimit !== undefined || options.tableLimit !== undefined;
  if (lowered && !valid && /larger than implementation limit/.test(String(refusal(bytes)))) {
    return "valid only with less";
  }
  if (WebAssembly.validate(metered) !== valid) {
    fail(
      valid ? "A valid module becomes invalid" : "An invalid module becomes valid",
      refusal(valid ? metered : bytes),
    );
  }
  return valid ? "valid" : "refused by V8 once metered";

  function fail(what: string, cause?: unknown): never {
    const kept = keep(bytes);
    throw new Error(`${what}: ${cause}\nmeter(${kept}, ${JSON.stringify(options)})`, { cause });
  }
}

function attempt(bytes: Uint8Array<ArrayBuffer>, options: MeterOptions): Uint8Array<ArrayBuffer> | Error {
  try {
    return meter(bytes, options).bytes;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/** Why V8 does not take it. */
function refusal(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return `V8 takes it as a module: ${new WebAssembly.Module(bytes)}`;
  } catch (thrown) {
    return thrown;
  }
}

/** Writes a found input where it can be fetched as a fixture. */
export function keep(bytes: Uint8Array): string {
  const name = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const path = join(tmpdir(), `fuelgauge-found-${name}.wasm`);
  writeFileSync(path, bytes);
  return path;
}
