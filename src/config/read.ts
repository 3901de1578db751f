import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { type Config, noConfig } from "../model/config.ts";
import { parseConfig } from "./parse.ts";

/** Name of the policy file, where none is named. */
export const configName = "fuelgauge.config.json";

/** The configuration of a project, and the file that it stands in; no file is an answer as well. */
export interface FoundConfig {
  readonly config: Config;
  /** Absolute; null when there is none. */
  readonly path: string | null;
}

/**
 * Reads the policy file of a project.
 *
 * @param folder of the project
 * @param named its path, relative to the folder; null: `fuelgauge.config.json`, if there is one
 * @throws FuelgaugeError when the named file is not there, or when it cannot be read, is no JSON, or says something wrong
 */
export async function readConfig(folder: string, named: string | null): Promise<FoundConfig> {
  const path = named === null ? join(folder, configName) : resolve(folder, named);
  const text = await readFile(path, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (named === null && thrown.code === "ENOENT") return null;
    throw new FuelgaugeError({
      happened: `The policy file ${path} cannot be read: ${thrown.code ?? thrown.message}.`,
      expected: "a JSON file",
      remedy: `Correct the path. Without one, ${configName} of the working directory is read, if there is one.`,
      cause: thrown,
    });
  });
  if (text === null) return { config: noConfig, path: null };
  const source = named ?? configName;
  return { config: parseConfig(parseJson(text, source), source), path };
}

function parseJson(text: string, source: string): unknown {
  // an editor's byte order mark
  const json = text.replace(/^\ufeff/, "");
  try {
    return JSON.parse(json);
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `${source} is no JSON in line ${brokenLine(json, messageOf(thrown))}: ${messageOf(thrown)}.`,
      expected: "JSON, without comments and without commas after the last of a list",
      remedy: "Correct the line, or the end of the one before.",
      cause: thrown,
    });
  }
}

/** The line, from 1, at which a text stops being JSON. */
function brokenLine(text: string, message: string): number {
  const told = /\(line (\d+) column \d+\)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  // V8 says no place where it met a token that it did not expect: the first line with which the text begins no JSON.
  const lines = text.split("\n");
  const broken = lines.findIndex((_, index) => !isBeginning(lines.slice(0, index + 1).join("\n")));
  return broken === -1 ? lines.length : broken + 1;
}

/** Whether something behind the text could make JSON of it. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (thrown) {
    const message = messageOf(thrown);
    const position = /at position (\d+)/.exec(message)?.[1];
    return message.includes("end of JSON input") || Number(position) === text.length;
  }
}
