import { existsSync } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { rootOfCheckout } from "../git.ts";
import { type Config, noConfig } from "../model/config.ts";
import { evaluateConfig } from "./evaluate.ts";
import { parseConfig } from "./parse.ts";

/** Names of the configuration, where none is named; the first that is there counts. */
export const configNames = ["ts", "mts", "mjs", "js", "json"].map((ending) => `fuelgauge.config.${ending}`);

/** The configuration of a project, and the file that it stands in; no file is an answer as well. */
export interface FoundConfig {
  readonly config: Config;
  /** Absolute; null when there is none. */
  readonly path: string | null;
}

/**
 * Reads the configuration of a project.
 *
 * @param folder of the project
 * @param named its path, relative to the folder; null: `fuelgauge.config.{ts,mts,mjs,js,json}`, if there is one
 * @throws FuelgaugeError when the named file is not there, or when it cannot be read, cannot be evaluated, or says something wrong
 */
export async function readConfig(folder: string, named: string | null): Promise<FoundConfig> {
  const source = named ?? configNames.find((name) => existsSync(join(folder, name)));
  if (source === undefined) return { config: noConfig, path: null };
  const path = resolve(folder, source);
  const document = /\.[cm]?[jt]s$/.test(path)
    ? await evaluateConfig(await readable(path), rootOfCheckout(folder))
    : parseJson(await readText(path), source);
  return { config: parseConfig(document, source), path };
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    throw cannotRead(path, thrown);
  });
}

async function readable(path: string): Promise<string> {
  await access(path).catch((thrown: NodeJS.ErrnoException) => {
    throw cannotRead(path, thrown);
  });
  return path;
}

function cannotRead(path: string, thrown: NodeJS.ErrnoException): FuelgaugeError {
  return new FuelgaugeError({
    happened: `The configuration ${path} cannot be read: ${thrown.code ?? thrown.message}.`,
    expected: "a file in JSON, JavaScript or TypeScript",
    remedy: `Correct the path. Without one, ${configNames.join(" or ")} of the working directory is read, if there is one.`,
    cause: thrown,
  });
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
