import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { childEnvironment } from "../child-environment.ts";
import { FuelgaugeError } from "../errors.ts";
import { packageFolder, programEntry } from "../programs.ts";

const saidSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("document"), document: z.unknown() }),
  z.strictObject({ kind: z.literal("failed"), message: z.string() }),
]);

/** A configuration that takes longer waits for something that will not come. */
const patienceMs = 30_000;
const lastWords = 4_096;

/**
 * The document that a configuration file written as a program exports by default. It is evaluated in a process that sees no token,
 * and may read the project and nothing else.
 *
 * @param path of the file, absolute
 * @param root of the checkout
 * @throws FuelgaugeError when it throws, or exports nothing that can be written down
 */
export async function evaluateConfig(path: string, root: string): Promise<unknown> {
  const folders = [packageFolder(), root, realpathSync(root)];
  const flags = ["--permission", ...folders.map((folder) => `--allow-fs-read=${folder}`)];
  const child = spawn(process.execPath, [...flags, fileURLToPath(programEntry("config")), path], {
    cwd: root,
    env: childEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  let said: unknown;
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-lastWords);
  });
  child.once("message", (message) => {
    said = message;
    child.kill("SIGKILL");
  });
  await once(child, "close");
  const parsed = saidSchema.safeParse(said);
  if (parsed.success && parsed.data.kind === "document") return parsed.data.document;
  const problem = parsed.success && parsed.data.kind === "failed" ? parsed.data.message : stderr.trim();
  throw new FuelgaugeError({
    happened: `${path} cannot be evaluated: ${problem || `it gave no answer within ${patienceMs / 1000} s`}`,
    expected: "a module that exports a configuration by default: export default defineConfig({ … })",
    remedy:
      "Correct it. It may read files of the checkout, and has no network, no programs and no variables of the workflow.",
  });
}
