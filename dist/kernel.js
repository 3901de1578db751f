import { o as AuditLog } from "./threads2.js";
import { a as toolManifestSchema, r as Kernel, t as serveSocket } from "./socket.js";
// runtime/host/kernel.ts
async function openKernel({ tools, limits = {}, auditFolder }) {
	const audit = auditFolder === void 0 ? null : await AuditLog.open({ folder: auditFolder });
	const kernel = new Kernel({
		limits,
		...audit && { audit }
	});
	const servers = [];
	const put = ({ manifest, module }) => {
		const tool = kernel.load(toolManifestSchema.parse(JSON.parse(manifest)), module);
		if ("refused" in tool) throw new Error(`this is no tool: ${tool.refused}`);
		kernel.registry.put(tool);
	};
	for (const tool of tools) put(tool);
	return {
		open: (notify) => kernel.open(notify),
		async listen() {
			const server = await serveSocket(kernel, {
				kind: "tcp",
				host: "127.0.0.1",
				port: 0
			});
			servers.push(server);
			return server.port ?? 0;
		},
		put,
		remove: (name) => kernel.registry.remove(name),
		sessions: () => kernel.sessions,
		stages: () => kernel.counts.figures().answered,
		async close() {
			await Promise.all(servers.map((server) => server.close()));
			kernel.close();
			await audit?.close();
		}
	};
}
export { openKernel };
