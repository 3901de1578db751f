import { AuditLog } from "../executor/audit.ts";
import { Kernel } from "../kernel/kernel.ts";
import { toolManifestSchema } from "../kernel/tool.ts";
import { type KernelServer, serveSocket } from "../kernel/transport/socket.ts";
import type { Kernel as KernelContract, KernelSetup, ToolFiles } from "./interface.ts";

/** The kernel, with its audit log, as the contract has it. */
export async function openKernel({ tools, limits = {}, auditFolder }: KernelSetup): Promise<KernelContract> {
  const audit = auditFolder === undefined ? null : await AuditLog.open({ folder: auditFolder });
  const kernel = new Kernel({ limits, ...(audit && { audit }) });
  const servers: KernelServer[] = [];
  const put = ({ manifest, module }: ToolFiles) => {
    const tool = kernel.load(toolManifestSchema.parse(JSON.parse(manifest)), module);
    if ("refused" in tool) throw new Error(`this is no tool: ${tool.refused}`);
    kernel.registry.put(tool);
  };
  for (const tool of tools) put(tool);
  return {
    open: (notify) => kernel.open(notify),
    async listen() {
      const server = await serveSocket(kernel, { kind: "tcp", host: "127.0.0.1", port: 0 });
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
    },
  };
}
