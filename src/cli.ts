#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { buildCommand } from "./cli/build.ts";
import { compareCommand } from "./cli/compare.ts";
import { initCommand } from "./cli/init.ts";
import { meterCommand } from "./cli/meter.ts";
import { runCommand } from "./cli/run.ts";
import { FuelgaugeError, messageOf } from "./errors.ts";
import { failOnChoices } from "./inputs.ts";
import { version } from "./version.ts";

const failOn = new Option("--fail-on <what>", "what makes the exit status 1")
  .choices(failOnChoices)
  .default("regression");
const suites = new Option(
  "--suites <patterns...>",
  "cases, globs or !globs: execution/fib-30 'memory/*' '!load/*'",
).default(["auto"], "auto: your own cases, or quick without any");
const budget = new Option(
  "--budget <seconds>",
  "seconds of measuring: in all (60) or for each case (6/case)",
).default("auto");
const config = new Option(
  "--config <file>",
  "the configuration; fuelgauge.config.{ts,mts,mjs,js,json} of this folder, if there is one",
);
const node = new Option("--node <path>", "the Node that runs the measurements").default(
  process.execPath,
  "this one",
);
const store = new Option("--store <folder>", "where baselines and reports are kept").default(".fuelgauge");
const runtime = new Option("--runtime <folder>", "the runtime to build").default(null, "the bundled one");

const program = new Command("fuelgauge")
  .description("Tells whether your WebAssembly got slower: base and head run side by side on this machine.")
  .version(version)
  .showHelpAfterError("(fuelgauge --help lists the commands, fuelgauge COMMAND --help its options)")
  .exitOverride();

program
  .command("run")
  .description("Build the runtime, measure it beside the last run or a named baseline, print the report.")
  .addOption(suites)
  .addOption(budget)
  .addOption(config)
  .option(
    "--baseline <name>",
    "compare with this named baseline instead of the last run; none compares with nothing",
  )
  .option("--save-baseline <name>", "keep this run as a named baseline")
  .addOption(failOn)
  .addOption(runtime)
  .addOption(node)
  .addOption(store)
  .action(runCommand);

program
  .command("compare")
  .description("Measure two baselines side by side, without building anything.")
  .argument("<base>", "a named baseline, last, or a folder that holds a baseline artifact")
  .argument("<head>", "the same")
  .addOption(suites)
  .addOption(budget)
  .addOption(config)
  .addOption(failOn)
  .addOption(node)
  .addOption(store)
  .action(compareCommand);

program
  .command("init")
  .description("Look at the project in this folder, and write a configuration and two workflows for it.")
  .action(initCommand);

program
  .command("build")
  .description("Build the runtime into a bundle and list what is in it.")
  .addOption(runtime)
  .option("--out <folder>", "where to put it", ".fuelgauge/build")
  .action(buildCommand);

program
  .command("meter")
  .description("Make a WebAssembly module count the instructions that it executes.")
  .argument("<module>", "a .wasm file, of any size")
  .requiredOption("-o, --out <file>", "where to put the metered module")
  .addOption(
    new Option("--mode <mode>", "stop before the first block that cannot be paid, or at the next check")
      .choices(["exact", "fast"])
      .default("fast"),
  )
  .option("--fuel <units>", "what an instance starts with")
  .option("--memory-limit <bytes>", "what no memory may exceed")
  .option("--stack-limit <calls>", "how deeply calls may be nested")
  .option("--profile", "also count per function")
  .action(meterCommand);

program
  .command("serve")
  .description("Start the kernel: tools in sandboxes, for agents that speak the Model Context Protocol.")
  .option("--http <[host:]port>", "serve over HTTP, at /mcp, instead of standard streams")
  .option("--socket <path|host:port>", "serve over a Unix or TCP socket, a message a line")
  .option("--tools <folder...>", "more tools, a .wasm and a .json each; watched while it runs")
  .option("--grants <file>", "what tools may use, as JSON (docs/kernel.md)")
  .option("--allow-net <hosts...>", "hosts that tools may reach: example.com, localhost:8080, *.example.com")
  .option("--allow-read <folders...>", "folders whose files tools may read")
  .option("--allow-write <folders...>", "folders whose files tools may read and write")
  .option("--allow-run <commands...>", "commands that tools may start")
  .option("--allow-env <names...>", "environment variables that tools may read")
  .option("--allow-system", "figures of this machine: processors, memory, load")
  .option("--search <template>", "the search engine: a URL with {searchTerms} in it that answers in JSON")
  .option("--audit <folder>", "write a line for every execution, with what it was granted and denied")
  // with the kernel come libraries that the other commands shall not wait for
  .action(async (options) => (await import("./cli/serve.ts")).serveCommand(options));

// whoever reads the output may stop before its end
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  refuseOldNode();
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
}

/** Types are stripped by Node itself, and the figures of an old V8 tell little about today's. */
function refuseOldNode(): void {
  if (Number(process.versions.node.split(".")[0]) >= 24) return;
  throw new FuelgaugeError({
    happened: `This is Node ${process.versions.node}.`,
    expected: "Node 24 or newer",
    remedy: "In a checkout use npm start, which brings its own Node; elsewhere install Node 24.",
  });
}

/** Commander has printed its own errors by the time it throws them; help and version are no errors. */
function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode;
  const text =
    thrown instanceof FuelgaugeError
      ? thrown.message
      : thrown instanceof Error
        ? thrown.stack
        : messageOf(thrown);
  process.stderr.write(`fuelgauge: ${text}\n`);
  return 1;
}
