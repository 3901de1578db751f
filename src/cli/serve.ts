import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { AuditLog } from "../../runtime/executor/index.ts";
import {
  endpoint,
  type Grants,
  grantsSchema,
  Kernel,
  type SocketAddress,
  serveHttp,
  serveSocket,
  serveStreams,
  ToolFolder,
} from "../../runtime/kernel/index.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { packageFolder } from "../programs.ts";
import { version } from "../version.ts";

interface ServeOptions {
  readonly http?: string;
  readonly socket?: string;
  readonly tools?: readonly string[];
  readonly grants?: string;
  readonly allowNet?: readonly string[];
  readonly allowRead?: readonly string[];
  readonly allowWrite?: readonly string[];
  readonly allowRun?: readonly string[];
  readonly allowEnv?: readonly string[];
  readonly allowSystem?: true;
  readonly search?: string;
  readonly audit?: string;
}

/** `fuelgauge serve`. Over standard streams until they end; over a socket or HTTP until it is told to stop. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const grants = await grantsOf(options);
  const audit = options.audit === undefined ? null : await AuditLog.open({ folder: options.audit });
  const kernel = new Kernel({ grants, info: { name: "fuelgauge", version }, ...(audit && { audit }) });
  const folders = [join(packageFolder(), "dist", "tools"), ...(options.tools ?? [])].map(
    (folder) => new ToolFolder(kernel, folder, ({ file, message }) => say(`${file} is no tool: ${message}`)),
  );
  try {
    for (const folder of folders) await readTools(folder);
    for (const folder of folders.slice(1)) folder.watch();
    await serve(kernel, options);
  } finally {
    for (const folder of folders) folder.close();
    kernel.close();
    await audit?.close();
  }
}

async function serve(kernel: Kernel, { http, socket }: ServeOptions): Promise<void> {
  const tools = `${kernel.registry.size} tools`;
  if (http !== undefined) {
    const address = httpAddress(http);
    const server = await listening("--http", http, () => serveHttp(kernel, address));
    say(`${tools} at http://${address.host}:${server.port}${endpoint}`);
    await told();
    return server.close();
  }
  if (socket !== undefined) {
    const address = socketAddress(socket);
    const server = await listening("--socket", socket, () => serveSocket(kernel, address));
    say(`${tools} at ${address.kind === "path" ? address.path : `${address.host}:${server.port}`}`);
    await told();
    return server.close();
  }
  say(`${tools} over standard streams`);
  await Promise.race([serveStreams(kernel, process.stdin, process.stdout), told()]);
  // whoever told it to stop may still hold the other end
  process.stdin.destroy();
}

/** Until somebody ends this process. */
async function told(): Promise<void> {
  const stopped = new AbortController();
  await Promise.race(["SIGINT", "SIGTERM"].map((name) => once(process, name, { signal: stopped.signal })));
  stopped.abort();
}

/** Standard output belongs to the protocol. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function readTools(folder: ToolFolder): Promise<void> {
  try {
    await folder.scan();
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `The tools in ${folder.folder} cannot be read: ${messageOf(thrown)}.`,
      expected: "a folder",
      remedy: "Correct `--tools`, or make the folder first.",
      cause: thrown,
    });
  }
}

async function listening<Server>(
  option: string,
  value: string,
  start: () => Promise<Server>,
): Promise<Server> {
  try {
    return await start();
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `The kernel cannot listen at ${value}: ${messageOf(thrown)}.`,
      expected: "an address of this machine that is free",
      remedy: `Give \`${option}\` another one; port 0 takes any that is free.`,
      cause: thrown,
    });
  }
}

function httpAddress(given: string): { readonly host: string; readonly port: number } {
  const { host, port } = hostAndPort(given) ?? wrongAddress("--http", given);
  return { host: host ?? "127.0.0.1", port };
}

/** A host and a port, or else a path. */
function socketAddress(given: string): SocketAddress {
  const address = given.includes("/") ? null : hostAndPort(given);
  if (address === null) return { kind: "path", path: given };
  return { kind: "tcp", host: address.host ?? "127.0.0.1", port: address.port };
}

function hostAndPort(given: string): { readonly host: string | null; readonly port: number } | null {
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(given) ?? [];
  if (port === undefined || Number(port) > 65_535) return null;
  return { host: host ?? null, port: Number(port) };
}

function wrongAddress(option: string, given: string): never {
  throw new FuelgaugeError({
    happened: `\`${option} ${given}\` names no address.`,
    expected: "a port, or a host and a port: 8080, 127.0.0.1:8080",
    remedy: "Correct it.",
  });
}

/**
 * The grants of the file, and those of the options with them. Clock and random bytes are granted, since whoever starts a kernel for agents
 * means them to have the time; the file can withdraw them.
 */
async function grantsOf(options: ServeOptions): Promise<Grants> {
  const written = options.grants === undefined ? {} : await readGrants(options.grants);
  const base = parseGrants({ clock: true, random: true, ...written }, options.grants ?? "the options");
  const folders = (given: readonly string[] = []) => given.map((folder) => resolve(folder));
  return parseGrants(
    {
      ...base,
      network: [...base.network, ...(options.allowNet ?? [])],
      read: [...base.read, ...folders(options.allowRead)],
      write: [...base.write, ...folders(options.allowWrite)],
      run: [...base.run, ...(options.allowRun ?? []).map(commandPath)],
      environment: [...base.environment, ...(options.allowEnv ?? [])],
      system: base.system || options.allowSystem === true,
      search: options.search ?? base.search,
    },
    "the options",
  );
}

/** A name is looked up when the command is started; a path is the caller's. */
function commandPath(command: string): string {
  return command.includes("/") && !isAbsolute(command) ? resolve(command) : command;
}

async function readGrants(file: string): Promise<object> {
  try {
    return z.looseObject({}).parse(JSON.parse(await readFile(file, "utf8")));
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `The grants in ${file} cannot be read: ${messageOf(thrown)}.`,
      expected: "a JSON object",
      remedy: "docs/kernel.md shows one.",
      cause: thrown,
    });
  }
}

function parseGrants(value: unknown, from: string): Grants {
  const read = grantsSchema.safeParse(value);
  if (read.success) return read.data;
  throw new FuelgaugeError({
    happened: `The grants of ${from} are none:\n${z.prettifyError(read.error)}`,
    expected: "hosts, absolute folders, commands and names of variables",
    remedy: "Correct what is named above; docs/kernel.md describes all of them.",
  });
}
