import { C as ZodError, D as prettifyError, f as looseObject } from "./schemas.js";
import { a as toolManifestSchema, i as protocolVersions, n as serveStreams, o as grantsSchema, r as Kernel, t as serveSocket } from "./socket.js";
import { n as messageOf, t as FuelgaugeError } from "./errors.js";
import { t as packageFolder } from "./programs.js";
import { o as AuditLog } from "./threads2.js";
import { t as version } from "./version.js";
import { createServer } from "node:http";
import { once } from "node:events";
import { createHash, randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { watch } from "node:fs";
// runtime/kernel/tool-folder.ts
const quietMs = 50;
const patienceMs = 500;
var ToolFolder = class {
	folder;
	#kernel;
	#onProblem;
	#kept = /* @__PURE__ */ new Map();
	#watcher = null;
	#timer;
	#changedMs = null;
	#scan = Promise.resolve();
	constructor(kernel, folder, onProblem = () => {}) {
		this.#kernel = kernel;
		this.folder = folder;
		this.#onProblem = onProblem;
	}
	scan() {
		this.#scan = this.#scan.catch(() => {}).then(() => this.#update());
		return this.#scan;
	}
	watch() {
		if (this.#watcher !== null) return;
		this.#watcher = watch(this.folder, () => this.#changed());
		this.#watcher.on("error", (thrown) => this.#tell(this.folder, thrown));
	}
	close() {
		clearTimeout(this.#timer);
		this.#watcher?.close();
		this.#watcher = null;
	}
	#changed() {
		this.#changedMs ??= performance.now();
		const leftMs = patienceMs - (performance.now() - this.#changedMs);
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#changedMs = null;
			this.scan().catch((thrown) => this.#tell(this.folder, thrown));
		}, Math.max(0, Math.min(quietMs, leftMs)));
	}
	async #update() {
		const names = new Set(await readdir(this.folder));
		const manifests = Array.from(names).filter((name) => name.endsWith(".json") && names.has(moduleOf(name)));
		for (const name of this.#kept.keys()) if (!manifests.includes(name)) this.#forget(name);
		for (const name of manifests.sort()) await this.#take(name);
	}
	#forget(name) {
		const tool = this.#kept.get(name)?.tool;
		this.#kept.delete(name);
		if (typeof tool === "string") this.#kernel.registry.remove(tool, join(this.folder, name));
	}
	async #take(name) {
		const file = join(this.folder, name);
		try {
			const [text, module] = await Promise.all([readFile(file), readFile(join(this.folder, moduleOf(name)))]);
			const digest = createHash("sha256").update(text).update(module).digest("hex");
			const before = this.#kept.get(name);
			if (before?.digest === digest) return;
			this.#kept.set(name, {
				digest,
				tool: before?.tool ?? null
			});
			const manifest = readManifest(text.toString());
			const tool = this.#kernel.load(manifest, module);
			if ("refused" in tool) throw new Error(`${moduleOf(name)}: ${tool.refused}`);
			if (before && before.tool !== manifest.name) this.#forget(name);
			this.#kept.set(name, {
				digest,
				tool: manifest.name
			});
			this.#kernel.registry.put(tool, file);
		} catch (thrown) {
			if (thrown.code === "ENOENT") return;
			this.#tell(file, thrown);
		}
	}
	#tell(file, thrown) {
		this.#onProblem({
			file,
			message: thrown instanceof Error ? thrown.message : String(thrown)
		});
	}
};
function moduleOf(manifest) {
	return manifest.replace(/json$/, "wasm");
}
function readManifest(text) {
	try {
		return toolManifestSchema.parse(JSON.parse(text));
	} catch (thrown) {
		if (thrown instanceof ZodError) throw new Error(prettifyError(thrown));
		throw thrown;
	}
}
// runtime/kernel/transport/http.ts
const endpoint = "/mcp";
const mostSessions = 1e3;
const heartbeatMs = 25e3;
const requestMs = 6e4;
async function serveHttp(kernel, { host = "127.0.0.1", port, hosts = [], origins = [] }) {
	const clients = /* @__PURE__ */ new Map();
	const server = createServer((request, response) => {
		const refusal = strangerOf(request, hosts, origins);
		if (refusal !== null) return refuse(response, 403, refusal);
		if (new URL(request.url ?? "/", "http://localhost").pathname !== "/mcp") return refuse(response, 404, `there is only ${endpoint}`);
		switch (request.method) {
			case "POST":
				post(kernel, clients, request, response).catch(() => response.destroy());
				return;
			case "GET": return listen(clients, request, response);
			case "DELETE": return forget(clients, request, response);
			default:
				response.setHeader("allow", "GET, POST, DELETE");
				refuse(response, 405, `${request.method} is not used here`);
		}
	});
	server.requestTimeout = requestMs;
	server.listen({
		host,
		port
	});
	await once(server, "listening");
	return {
		port: server.address().port,
		async close() {
			const closed = once(server, "close");
			for (const { session } of clients.values()) session.close();
			server.close();
			server.closeAllConnections();
			await closed;
		}
	};
}
async function post(kernel, clients, request, response) {
	const text = await bodyOf(request, kernel.limits.messageBytes);
	if (text === null) {
		response.setHeader("connection", "close");
		const session = kernel.open();
		sendJson(response, 413, session.refuseSize());
		session.close();
		return;
	}
	const version = request.headers["mcp-protocol-version"];
	if (version !== void 0 && !protocolVersions.some((known) => known === version)) return refuse(response, 400, `the protocol's versions here are ${protocolVersions.join(", ")}`);
	const found = isInitialize(text) ? admit(kernel, clients, response) : clientOf(clients, request, response);
	if (found === null) return;
	const progress = new ProgressStream(response);
	const reply = await found.session.receive(text, (message) => progress.send(message));
	if (progress.begun) return progress.end(reply);
	if (reply === null) {
		response.writeHead(202).end();
		return;
	}
	sendJson(response, 200, reply);
}
var ProgressStream = class {
	#response;
	constructor(response) {
		this.#response = response;
	}
	get begun() {
		return this.#response.headersSent;
	}
	send(message) {
		if (!this.begun) beginStream(this.#response);
		this.#response.write(event(message));
	}
	end(message) {
		this.#response.end(message === null ? "" : event(message));
	}
};
function listen(clients, request, response) {
	const client = clientOf(clients, request, response);
	if (client === null) return;
	client.stream?.end();
	client.stream = response;
	beginStream(response);
	response.flushHeaders();
	const heartbeat = setInterval(() => response.write(": \n\n"), heartbeatMs);
	response.once("close", () => {
		clearInterval(heartbeat);
		if (client.stream === response) client.stream = null;
	});
}
function forget(clients, request, response) {
	const client = clientOf(clients, request, response);
	if (client === null) return;
	clients.delete(sessionId(request));
	client.stream?.end();
	client.session.close();
	response.writeHead(204).end();
}
function admit(kernel, clients, response) {
	const [oldest] = clients;
	if (clients.size >= mostSessions && oldest !== void 0) {
		clients.delete(oldest[0]);
		oldest[1].stream?.end();
		oldest[1].session.close();
	}
	const client = {
		session: kernel.open((message) => client.stream?.write(event(message))),
		stream: null
	};
	const id = randomUUID();
	clients.set(id, client);
	response.setHeader("mcp-session-id", id);
	return client;
}
function clientOf(clients, request, response) {
	const id = sessionId(request);
	const client = clients.get(id);
	if (client === void 0) {
		const missing = id === "";
		refuse(response, missing ? 400 : 404, missing ? "the header mcp-session-id is missing" : "there is no such session");
		return null;
	}
	clients.delete(id);
	clients.set(id, client);
	return client;
}
function sessionId(request) {
	const header = request.headers["mcp-session-id"];
	return typeof header === "string" ? header : "";
}
function isInitialize(text) {
	if (!text.includes("\"initialize\"")) return false;
	try {
		return JSON.parse(text)?.method === "initialize";
	} catch {
		return false;
	}
}
async function bodyOf(request, mostBytes) {
	if (Number(request.headers["content-length"] ?? 0) > mostBytes) return null;
	const pieces = [];
	let bytes = 0;
	for await (const piece of request) {
		bytes += piece.length;
		if (bytes > mostBytes) return null;
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString();
}
const loopback = [
	"localhost",
	"127.0.0.1",
	"[::1]"
];
function strangerOf({ headers }, hosts, origins) {
	const name = (headers.host ?? "").replace(/:\d+$/, "");
	if (![...loopback, ...hosts].includes(name)) return `this kernel is not called "${name}"`;
	const { origin } = headers;
	if (origin === void 0 || origins.includes(origin)) return null;
	const from = URL.canParse(origin) ? new URL(origin).hostname : "";
	return loopback.includes(from) ? null : `pages of ${origin} may not call this kernel`;
}
function beginStream(response) {
	response.writeHead(200, {
		"content-type": "text/event-stream",
		"cache-control": "no-cache"
	});
}
function event(message) {
	return `event: message\ndata: ${message}\n\n`;
}
function sendJson(response, status, text) {
	response.writeHead(status, { "content-type": "application/json" }).end(text);
}
function refuse(response, status, message) {
	if (!response.headersSent) response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
	response.end(`${message}\n`);
}
// src/cli/serve.ts
async function serveCommand(options) {
	const grants = await grantsOf(options);
	const audit = options.audit === void 0 ? null : await AuditLog.open({ folder: options.audit });
	const kernel = new Kernel({
		grants,
		info: {
			name: "fuelgauge",
			version
		},
		...audit && { audit }
	});
	const folders = [join(packageFolder(), "dist", "tools"), ...options.tools ?? []].map((folder) => new ToolFolder(kernel, folder, ({ file, message }) => say(`${file} is no tool: ${message}`)));
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
async function serve(kernel, { http, socket }) {
	const tools = `${kernel.registry.size} tools`;
	if (http !== void 0) {
		const address = httpAddress(http);
		const server = await listening("--http", http, () => serveHttp(kernel, address));
		say(`${tools} at http://${address.host}:${server.port}${endpoint}`);
		await told();
		return server.close();
	}
	if (socket !== void 0) {
		const address = socketAddress(socket);
		const server = await listening("--socket", socket, () => serveSocket(kernel, address));
		say(`${tools} at ${address.kind === "path" ? address.path : `${address.host}:${server.port}`}`);
		await told();
		return server.close();
	}
	say(`${tools} over standard streams`);
	await Promise.race([serveStreams(kernel, process.stdin, process.stdout), told()]);
	process.stdin.destroy();
}
async function told() {
	const stopped = new AbortController();
	await Promise.race(["SIGINT", "SIGTERM"].map((name) => once(process, name, { signal: stopped.signal })));
	stopped.abort();
}
function say(line) {
	process.stderr.write(`${line}\n`);
}
async function readTools(folder) {
	try {
		await folder.scan();
	} catch (thrown) {
		throw new FuelgaugeError({
			happened: `The tools in ${folder.folder} cannot be read: ${messageOf(thrown)}.`,
			expected: "a folder",
			remedy: "Correct `--tools`, or make the folder first.",
			cause: thrown
		});
	}
}
async function listening(option, value, start) {
	try {
		return await start();
	} catch (thrown) {
		throw new FuelgaugeError({
			happened: `The kernel cannot listen at ${value}: ${messageOf(thrown)}.`,
			expected: "an address of this machine that is free",
			remedy: `Give \`${option}\` another one; port 0 takes any that is free.`,
			cause: thrown
		});
	}
}
function httpAddress(given) {
	const { host, port } = hostAndPort(given) ?? wrongAddress("--http", given);
	return {
		host: host ?? "127.0.0.1",
		port
	};
}
function socketAddress(given) {
	const address = given.includes("/") ? null : hostAndPort(given);
	if (address === null) return {
		kind: "path",
		path: given
	};
	return {
		kind: "tcp",
		host: address.host ?? "127.0.0.1",
		port: address.port
	};
}
function hostAndPort(given) {
	const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(given) ?? [];
	if (port === void 0 || Number(port) > 65535) return null;
	return {
		host: host ?? null,
		port: Number(port)
	};
}
function wrongAddress(option, given) {
	throw new FuelgaugeError({
		happened: `\`${option} ${given}\` names no address.`,
		expected: "a port, or a host and a port: 8080, 127.0.0.1:8080",
		remedy: "Correct it."
	});
}
async function grantsOf(options) {
	const base = parseGrants({
		clock: true,
		random: true,
		...options.grants === void 0 ? {} : await readGrants(options.grants)
	}, options.grants ?? "the options");
	const folders = (given = []) => given.map((folder) => resolve(folder));
	return parseGrants({
		...base,
		network: [...base.network, ...options.allowNet ?? []],
		read: [...base.read, ...folders(options.allowRead)],
		write: [...base.write, ...folders(options.allowWrite)],
		run: [...base.run, ...(options.allowRun ?? []).map(commandPath)],
		environment: [...base.environment, ...options.allowEnv ?? []],
		system: base.system || options.allowSystem === true,
		search: options.search ?? base.search
	}, "the options");
}
function commandPath(command) {
	return command.includes("/") && !isAbsolute(command) ? resolve(command) : command;
}
async function readGrants(file) {
	try {
		return looseObject({}).parse(JSON.parse(await readFile(file, "utf8")));
	} catch (thrown) {
		throw new FuelgaugeError({
			happened: `The grants in ${file} cannot be read: ${messageOf(thrown)}.`,
			expected: "a JSON object",
			remedy: "docs/kernel.md shows one.",
			cause: thrown
		});
	}
}
function parseGrants(value, from) {
	const read = grantsSchema.safeParse(value);
	if (read.success) return read.data;
	throw new FuelgaugeError({
		happened: `The grants of ${from} are none:\n${prettifyError(read.error)}`,
		expected: "hosts, absolute folders, commands and names of variables",
		remedy: "Correct what is named above; docs/kernel.md describes all of them."
	});
}
export { serveCommand };
