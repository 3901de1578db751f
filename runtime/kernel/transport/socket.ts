import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Kernel } from "../kernel.ts";
import { serveStreams } from "./streams.ts";

/** Where a kernel listens. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A Unix domain socket, or a named pipe. */
  | { readonly kind: "path"; readonly path: string };

export interface KernelServer {
  /** The port that it has; null of one without a port. */
  readonly port: number | null;
  /** Ends it, and the sessions that it has. */
  close(): Promise<void>;
}

/** Connections at once. */
const mostConnections = 1_000;

/** A session for each connection, a message a line. Throws when the address cannot be had. */
export async function serveSocket(kernel: Kernel, address: SocketAddress): Promise<KernelServer> {
  const sessions = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const session = serveStreams(kernel, socket, socket).then(() => {
      sessions.delete(socket);
      socket.destroySoon();
    });
    sessions.set(socket, session);
  });
  server.maxConnections = mostConnections;
  server.listen(address.kind === "tcp" ? { host: address.host, port: address.port } : { path: address.path });
  await once(server, "listening");
  const bound = server.address() as AddressInfo | string | null;
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : null,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sessions.keys()) socket.destroy();
      await Promise.all([closed, ...sessions.values()]);
    },
  };
}
