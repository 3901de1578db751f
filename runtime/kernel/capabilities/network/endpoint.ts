import { z } from "zod";
import { type Grants, grantsHost } from "../grants.ts";
import type { Access } from "../operation.ts";

/** Where a connection goes. */
export interface Endpoint {
  /** In lower case; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
}

const longestUrl = 8_192;

/** An absolute URL of HTTP, without credentials in it: they would be lost in logs and redirections. */
export const httpUrl = z
  .string()
  .max(longestUrl)
  .transform((text, { addIssue }) => {
    const url = URL.parse(text);
    if (url !== null && isHttp(url)) return url;
    addIssue({ code: "custom", message: "an absolute URL of http or https without a user or a password" });
    return z.NEVER;
  });

export function isHttp({ protocol, hostname, username, password }: URL): boolean {
  return /^https?:$/.test(protocol) && hostname !== "" && username === "" && password === "";
}

/** A host's name or address, as a URL has it: in lower case and Punycode, an address in its usual form. */
export const hostName = z
  .string()
  .max(255)
  .transform((text, { addIssue }) => {
    const host = /^(?:[^/?#@\\\s:[\]]+|\[[0-9a-fA-F:.]+\])$/.test(text) ? URL.parse(`http://${text}/`) : null;
    if (host !== null) return host.hostname;
    addIssue({ code: "custom", message: "the name or address of a host, an IPv6 address in brackets" });
    return z.NEVER;
  });

export function endpointOf({ hostname, port, protocol }: URL): Endpoint {
  return { host: hostname, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}

export function endpointText({ host, port }: Endpoint): string {
  return `${host}:${port}`;
}

/** The grant that a connection needs. */
export function accessTo(endpoint: Endpoint, grants: Grants): Access {
  const target = endpointText(endpoint);
  return {
    target,
    granted: grantsHost(grants, endpoint.host, endpoint.port),
    grant: `network: "${target}"`,
  };
}
