import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { requestText } from "./client.ts";

/** A client of a kernel over TCP, which may have several requests under way. */
export class SocketClient {
  readonly socket: Socket;
  readonly #waiting = new Map<number, (reply: string) => void>();
  /** Replies to what had no id that could be read. */
  readonly #nameless: ((reply: string) => void)[] = [];
  #nextId = 0;

  static async open(port: number): Promise<SocketClient> {
    const socket = connect({ host: "127.0.0.1", port });
    socket.setNoDelay(true);
    await once(socket, "connect");
    return new SocketClient(socket);
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    // whoever cuts a connection does not care how it ends
    socket.on("error", () => {});
    createInterface({ input: socket }).on("line", (line) => {
      const { id } = JSON.parse(line) as { id?: number | null };
      if (id === null) this.#nameless.shift()?.(line);
      if (typeof id !== "number") return;
      this.#waiting.get(id)?.(line);
      this.#waiting.delete(id);
    });
  }

  /** Sends a request, and gives the text of the reply. */
  ask(method: string, params: unknown): Promise<string> {
    const id = this.#nextId++;
    this.socket.write(`${requestText(id, method, params)}\n`);
    return this.reply(id);
  }

  /** The reply to the request with an id; null for the next one that names none. */
  reply(id: number | null): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    if (id === null) this.#nameless.push(resolve);
    else this.#waiting.set(id, resolve);
    this.socket.once("close", () => reject(new Error("wrong answer: the kernel closed the connection")));
    // a connection that is cut on purpose leaves replies that nobody waits for
    promise.catch(() => {});
    return promise;
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    const closed = once(this.socket, "close");
    this.socket.end();
    await closed;
  }
}
