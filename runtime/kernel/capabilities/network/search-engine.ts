import { z } from "zod";
import { OperationError, operation } from "../operation.ts";
import { accessTo, endpointOf, endpointText, isHttp } from "./endpoint.ts";
import { follow, sameEndpoint } from "./follow.ts";
import { answerOf, bodyLimit } from "./http.ts";
import { timeoutMs, withinTime } from "./time-limit.ts";

const redirections = 3;

/** Parameters of an OpenSearch URL template (https://github.com/dewitt/opensearch, 1.1 draft 6) that a guest may fill in. */
const parameters = z.strictObject({
  searchTerms: z.string().min(1).max(1_000),
  count: z.int().min(1).max(1_000).optional(),
  startIndex: z.int().min(0).optional(),
  startPage: z.int().min(0).optional(),
  language: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,35}$/, "a language tag")
    .optional(),
});
type Parameters = z.infer<typeof parameters>;

/** Asks the search engine that is granted. The guest sees neither its address nor a key that stands in it. */
export const searchQuery = operation({
  capability: "network",
  request: z.strictObject({ parameters, ...bodyLimit, timeoutMs }),
  access: ({ parameters: filled }, { grants: { search } }) => ({
    target: search === null ? "a search engine" : endpointText(endpointOf(expandTemplate(search, filled))),
    granted: search !== null,
    grant: 'search: "https://example.com/search?q={searchTerms}"',
  }),
  perform: (request, _body, { grants, signal, use }) =>
    withinTime(request.timeoutMs, signal, "the search engine", async (either) => {
      const startMs = performance.now();
      const url = expandTemplate(grants.search ?? "", request.parameters);
      const followed = await follow(
        {
          method: "GET",
          url,
          headers: [["Accept", "application/json, application/x-suggestions+json;q=0.9"]],
          body: new Uint8Array(0),
        },
        {
          limit: { bytes: request.mostBytes, cut: request.cut },
          redirections,
          signal: either,
          use: (next) => {
            const access = accessTo(endpointOf(next), grants);
            use({ ...access, granted: access.granted || sameEndpoint(next, url) });
          },
        },
      );
      const { json, body = new Uint8Array(0) } = answerOf(followed, performance.now() - startMs);
      const { url: _url, redirections: _redirections, ...told } = json as Record<string, unknown>;
      return { json: { ...told, engine: url.host }, body };
    }),
});

/** A template with its parameters filled in. Those that end in `?` may be left empty. */
export function expandTemplate(template: string, filled: Parameters): URL {
  const values: Readonly<Record<string, string | number | undefined>> = {
    inputEncoding: "UTF-8",
    outputEncoding: "UTF-8",
    ...filled,
  };
  // the terms choose what is searched, never where
  if (!/^https?:\/\/[^/?#{}\\]+[/?#]/i.test(template)) throw misconfigured("names no host");
  const text = template.replace(/\{([^{}?]*)(\??)\}/g, (_all, name: string, optional: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined && optional === "") throw misconfigured(`needs {${name}}, which is not known`);
    return value === undefined ? "" : encodeURIComponent(String(value).toWellFormed());
  });
  const url = URL.parse(text);
  if (url === null || !isHttp(url)) throw misconfigured("is no URL of http or https");
  return url;
}

function misconfigured(how: string): OperationError {
  return new OperationError("failed", `the URL template of the search engine ${how}`);
}
