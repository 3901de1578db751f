import { isIP } from "node:net";
import { z } from "zod";

/**
 * `host`, `host:port`, `*.host` (everything below it) or `*.host:port`, in lower case. Without a port: 80 and 443. An IPv6
 * address stands in brackets.
 */
const hostPattern = z
  .string()
  .regex(
    /^(?:\*\.)?(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(?:[1-9]\d{0,4}|\*))?$/,
    "a host, with a port behind a colon if it is not 80 or 443: `example.com`, `*.example.com`, `127.0.0.1:8080`, `localhost:*`",
  );

/** What tools may use, if their manifests ask for it. Nothing is granted that does not stand here. */
export const grantsSchema = z.strictObject({
  network: z.array(hostPattern).default([]),
  /** Folders whose files may be read, absolute. */
  read: z.array(z.string().startsWith("/", "an absolute path")).default([]),
  /** Folders whose files may be read, written and removed, absolute. */
  write: z.array(z.string().startsWith("/", "an absolute path")).default([]),
  /** Commands that may be started, by name or absolute path. */
  run: z.array(z.string().min(1)).default([]),
  /** Names of variables that may be read. */
  environment: z.array(z.string().min(1)).default([]),
  clock: z.boolean().default(false),
  random: z.boolean().default(false),
  /** Figures of the machine. */
  system: z.boolean().default(false),
  /**
   * The search engine: an OpenSearch URL template (https://github.com/dewitt/opensearch) with `{searchTerms}`, of an endpoint that
   * answers in JSON. Its host need not stand under `network`.
   */
  search: z.string().includes("{searchTerms}").nullable().default(null),
});
export type Grants = z.infer<typeof grantsSchema>;

export const noGrants: Grants = grantsSchema.parse({});

/** Whether a connection to a host and port is granted. */
export function grantsHost({ network }: Grants, host: string, port: number): boolean {
  const name = host.toLowerCase();
  return network.some((pattern) => {
    const [, wild, wanted = "", at] = /^(\*\.)?(.*?)(?::(\d+|\*))?$/.exec(pattern) ?? [];
    const portFits = at === undefined ? port === 80 || port === 443 : at === "*" || Number(at) === port;
    // nothing is below an address
    const isBelow = () => name.endsWith(`.${wanted}`) && isIP(name) === 0;
    return portFits && (wild === undefined ? name === wanted : isBelow());
  });
}
