import { z } from "zod";
import { type Answer, operation } from "../operation.ts";
import { decodedText } from "./charset.ts";
import { accessTo, endpointOf, endpointText, httpUrl } from "./endpoint.ts";
import type { HttpReply } from "./exchange.ts";
import { type Followed, follow } from "./follow.ts";
import { timeoutMs, withinTime } from "./time-limit.ts";

const mebibyte = 1_048_576;

/** What the host writes itself: where a message ends and whom it is for is not the guest's to say. */
const hostHeaders =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i;

const header = z.tuple([
  z
    .string()
    .max(256)
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "a name of a header")
    .refine((name) => !hostHeaders.test(name), "a header that is not the host's to write"),
  // visible ASCII, spaces, tabs, and what may be any encoding (RFC 9110, section 5.5)
  z
    .string()
    .max(16_384)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "a value of a header, without line breaks"),
]);

/** How much of a reply's body is taken, and what becomes of a larger one. */
export const bodyLimit = {
  mostBytes: z
    .int()
    .min(0)
    .max(32 * mebibyte)
    .default(4 * mebibyte),
  /** Whether the rest of a larger one is left out; otherwise it is an error. */
  cut: z.boolean().default(false),
};

/** An HTTP request; its body is the request's, that of the answer the reply's. Text comes in UTF-8, whatever it was sent in. */
export const httpRequest = operation({
  capability: "network",
  request: z.strictObject({
    method: z
      .string()
      .regex(/^(?!CONNECT$|TRACE$)[A-Z]{1,20}$/, "a method in upper case, not CONNECT or TRACE"),
    url: httpUrl,
    headers: z.array(header).max(100).default([]),
    /** How many are followed. With 0, the redirecting reply itself is the answer. */
    redirections: z.int().min(0).max(20).default(0),
    ...bodyLimit,
    timeoutMs,
  }),
  access: ({ url }, { grants }) => accessTo(endpointOf(url), grants),
  perform: (request, body, { grants, signal, use }) =>
    withinTime(request.timeoutMs, signal, endpointText(endpointOf(request.url)), async (either) => {
      const startMs = performance.now();
      const followed = await follow(
        { method: request.method, url: request.url, headers: request.headers, body },
        {
          limit: { bytes: request.mostBytes, cut: request.cut },
          redirections: request.redirections,
          signal: either,
          use: (url) => use(accessTo(endpointOf(url), grants)),
        },
      );
      return answerOf(followed, performance.now() - startMs);
    }),
});

/** What a guest is told of a reply. */
export function answerOf({ url, reply, redirections }: Followed, totalMs: number): Answer {
  const text = decodedText(reply.body, headerOf(reply, "content-type"));
  return {
    json: {
      url: url.href,
      status: reply.status,
      statusText: reply.statusText,
      headers: reply.headers,
      redirections,
      cut: reply.cut,
      /** What the text was encoded in; null where the body is no text, and as it was sent. */
      charset: text?.charset ?? null,
      address: reply.connection.address,
      connectMs: reply.connection.connectMs,
      handshakeMs: reply.connection.handshakeMs,
      waitMs: reply.waitMs,
      totalMs,
    },
    body: text?.utf8 ?? reply.body,
  };
}

function headerOf({ headers }: HttpReply, wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}
