import { execFile } from "node:child_process";
import { availableParallelism, cpus, totalmem } from "node:os";
import { promisify } from "node:util";
import { childEnvironment } from "../child-environment.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import type { Machine } from "../model/results.ts";
import { canConfine } from "./confinement.ts";

const versionScript = "process.stdout.write(process.version + ' ' + process.versions.v8)";

/** The machine and the Node that measures on it. Throws when that Node cannot be started or is too old. */
export async function describeMachine(node: string): Promise<Machine> {
  const [nodeVersion = "", v8 = ""] = (await versionsOf(node)).split(" ");
  if (!canConfine(nodeVersion)) {
    throw new FuelgaugeError({
      happened: `The Node that should measure, ${node}, is ${nodeVersion}.`,
      expected: "Node 22.13 or newer, which can keep what it measures from the rest of the machine",
      remedy:
        "Give the input `node` the path of a newer Node, or leave it out to measure with the Action's own.",
    });
  }
  return {
    os: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: nodeVersion,
    v8,
  };
}

async function versionsOf(node: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(node, ["-e", versionScript], {
      env: childEnvironment(process.env),
    });
    return stdout;
  } catch (cause) {
    throw new FuelgaugeError({
      happened: `The Node that should measure, ${node}, does not start: ${messageOf(cause)}`,
      expected: "the path of a Node program",
      remedy: "Check the input `node`, or leave it out to measure with the Action's own.",
      cause,
    });
  }
}
