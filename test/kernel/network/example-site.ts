import { gzipSync } from "node:zlib";
import type { Answering, Page, Received } from "./site.ts";

/** What the examples in the manifests of network tools ask for. */
export const exampleSite: Answering = (request) => {
  const page = pages[request.path.split("?", 1)[0] ?? ""];
  return page?.(request) ?? { status: 404, headers: { "Content-Type": "text/plain" }, body: "nothing here" };
};

const pages: Readonly<Record<string, (request: Received) => Page>> = {
  "/people.json": () =>
    json([
      { name: "Ada", born: 1815 },
      { name: "Grace", born: 1906 },
    ]),
  "/echo": ({ method, body, headers }) => json({ method, body: body.toString(), headers }),
  "/moved": () => ({ status: 302, headers: { Location: "/text" } }),
  "/text": () => ({
    headers: { "Content-Type": "text/plain; charset=iso-8859-1" },
    body: Buffer.from("Grüße", "latin1"),
  }),
  "/bytes": () => ({
    headers: { "Content-Type": "application/octet-stream" },
    body: Uint8Array.of(0, 0xff, 0xfe, 0x80),
  }),
};

function json(value: unknown): Page {
  return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

export function gzipped(text: string): Page {
  return { headers: { "Content-Type": "application/gzip" }, body: gzipSync(text) };
}
