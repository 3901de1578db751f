import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { setTimeout } from "node:timers/promises";

/** A request that reached a site. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

/** Gives a page, or null to leave the response to itself. */
export type Answering = (request: Received, response: ServerResponse) => Page | null | Promise<Page | null>;

const mostLooks = 400;

/** A server on a port of its own of 127.0.0.1. */
export class LocalServer implements AsyncDisposable {
  readonly #server: Server;
  /** Ports that connections came from. */
  readonly #accepted: number[] = [];

  protected constructor(server: Server) {
    this.#server = server;
    server.on("connection", ({ remotePort }) => this.#accepted.push(remotePort ?? 0));
  }

  static async tcp(onConnection: (socket: Socket) => void): Promise<LocalServer> {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      onConnection(socket);
      // who does not read does not see the end
      socket.resume();
    });
    return listening(server, new LocalServer(server));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** As a grant has it. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get origin(): string {
    return `http://${this.address}`;
  }

  /** Connections that ever were, those included that are made and not accepted yet: one more is made, which comes after them. */
  async accepted(): Promise<number> {
    const last = connect(this.port, "127.0.0.1");
    await once(last, "connect");
    while (!this.#accepted.includes(last.localPort ?? 0)) await setTimeout(1);
    this.#accepted.splice(this.#accepted.indexOf(last.localPort ?? 0), 1);
    last.destroy();
    return this.#accepted.length;
  }

  /** Fails unless all connections are closed, the tool's ends of them being closed. */
  async expectNoConnections(): Promise<void> {
    // the end of a connection takes a moment to be seen at its other end
    for (let looked = 0; (await connectionsOf(this.#server)) > 0; looked++) {
      if (looked === mostLooks) throw new Error(`connections to ${this.address} were left open`);
      await setTimeout(5);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.expectNoConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export class Site extends LocalServer {
  readonly requests: Received[] = [];

  static async open(answering: Answering): Promise<Site> {
    const listener: RequestListener = async (message, response) => {
      const request = await received(message);
      site.requests.push(request);
      const page = await answering(request, response);
      if (page !== null) response.writeHead(page.status ?? 200, page.headers).end(page.body);
    };
    const server = createServer(listener);
    const site = new Site(server);
    return listening(server, site);
  }

  /** Paths that were asked for, with their methods. */
  get paths(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }
}

async function listening<Kind extends LocalServer>(server: Server, made: Kind): Promise<Kind> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return made;
}

async function received(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = "", url: path = "", headers } = message;
  return { method, path, headers, body: Buffer.concat(chunks) };
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
