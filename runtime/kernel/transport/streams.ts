import type { Readable, Writable } from "node:stream";
import type { Kernel } from "../kernel.ts";
import type { Reply } from "../session.ts";
import { LineReader } from "./lines.ts";

/**
 * A session over a pair of streams: a message a line, in UTF-8, as the Model Context Protocol has it for standard streams.
 *
 * **Back-pressure.** While the other side does not read its replies, nothing more is read of what it asks.
 *
 * @returns fulfilled at the end of the session: the input has ended and everything is answered, or one of the streams broke
 */
export function serveStreams(kernel: Kernel, input: Readable, output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const lines = new LineReader(kernel.limits.messageBytes);
    const session = kernel.open(send);
    let unanswered = 0;
    let inputEnded = false;
    let over = false;

    function send(text: string): void {
      if (over) return;
      // what is said in one turn goes out in one piece
      if (output.writableCorked === 0) {
        output.cork();
        process.nextTick(() => output.uncork());
      }
      if (!output.write(`${text}\n`) && !input.isPaused()) input.pause();
    }

    function answer(reply: string | null): void {
      if (reply !== null) send(reply);
    }

    function take(reply: Reply): void {
      if (typeof reply === "string" || reply === null) {
        answer(reply);
        return;
      }
      unanswered++;
      void reply.then((text) => {
        unanswered--;
        answer(text);
        if (inputEnded && unanswered === 0) end();
      });
    }

    function read(piece: Uint8Array): void {
      for (const line of lines.read(piece)) {
        take(line.kind === "line" ? session.receive(line.text) : session.refuseSize());
      }
    }

    function end(): void {
      if (over) return;
      over = true;
      session.close();
      input.off("data", read);
      input.destroy();
      resolve();
    }

    input.on("data", read);
    input.once("end", () => {
      inputEnded = true;
      if (unanswered === 0) end();
    });
    output.on("drain", () => input.resume());
    for (const stream of [input, output]) {
      stream.once("error", end);
      stream.once("close", end);
    }
  });
}
