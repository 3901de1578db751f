import { buildBundle } from "../bundle/build.ts";
import { bundledRuntime } from "../bundled-runtime.ts";
import { programEntry } from "../programs.ts";

/** `fuelgauge build` */
export async function buildCommand(options: { runtime: string | null; out: string }): Promise<void> {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const compilerEntry = programEntry("compiler");
  const { manifest } = await buildBundle({
    runtime: options.runtime ?? bundledRuntime(),
    kernel: true,
    project: null,
    into: options.out,
    compilerEntry,
    log,
  });
  for (const [path, { bytes, sha256 }] of Object.entries(manifest.files)) {
    process.stdout.write(`${sha256.slice(0, 12)} ${String(bytes).padStart(8)}  ${path}\n`);
  }
  process.stdout.write(`Bundle: ${options.out}\n`);
}
