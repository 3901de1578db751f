import { z } from "zod";
import { operation } from "./operation.ts";

const mostReferences = 20_000;

/** Resolves references against a base (https://url.spec.whatwg.org). What is no URL is null. */
export const resolveUrls = operation({
  capability: "library",
  request: z.strictObject({
    base: z.string().max(8_192).nullable().default(null),
    references: z.array(z.string()).max(mostReferences),
  }),
  access: () => null,
  perform: ({ base, references }, _body, { charge }) => {
    // what a URL costs here, roughly
    charge(references.reduce((sum, { length }) => sum + 500 + 4 * length, 0));
    return {
      json: { urls: references.map((reference) => partsOf(URL.parse(reference, base ?? undefined))) },
    };
  },
});

function partsOf(url: URL | null): Record<string, string> | null {
  if (url === null) return null;
  const { origin, pathname, search, hash, protocol, hostname } = url;
  url.hash = "";
  return {
    /** Without the fragment. */
    url: url.href,
    scheme: protocol.slice(0, -1),
    origin,
    host: hostname,
    path: `${pathname}${search}`,
    fragment: hash.slice(1),
  };
}
