export { type Grants, grantsSchema } from "./capabilities/grants.ts";
export { Kernel, type KernelLimits, type KernelOptions } from "./kernel.ts";
export { type ErrorReason, errorCodes } from "./protocol-error.ts";
export type { Session } from "./session.ts";
export { type Tool, type ToolManifest, toolManifestSchema } from "./tool.ts";
export { ToolFolder, type ToolProblem } from "./tool-folder.ts";
export { endpoint, type HttpOptions, serveHttp } from "./transport/http.ts";
export { type KernelServer, type SocketAddress, serveSocket } from "./transport/socket.ts";
export { serveStreams } from "./transport/streams.ts";
