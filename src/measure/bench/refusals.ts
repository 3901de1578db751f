import dgram from "node:dgram";
import net from "node:net";

/**
 * Keeps this thread's program from the network by accident or by a line of code, where Node itself cannot: before version 25, its
 * permissions do not know of it. Whatever speaks TCP in Node ends up here, `fetch` and `http` as well.
 */
export function refuseNetwork(): void {
  const refuse = (): never => {
    throw new Error(
      `measured code may not use the network; \`${networkGrant}\` in the configuration allows it`,
    );
  };
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  for (const name of ["bind", "connect", "send"] as const) dgram.Socket.prototype[name] = refuse;
}

const networkGrant = "grants: { network: true }";

/**
 * What a program was refused, with the grant that would have allowed it.
 *
 * @param message of what it threw
 */
export function withGrant(message: string): string {
  return Object.entries(refusals).reduce(
    (text, [flag, advice]) => text.replaceAll(`Use ${flag} to manage permissions.`, advice),
    message,
  );
}

/** By the flag that Node names when it refuses something: https://nodejs.org/api/permissions.html */
const refusals = {
  "--allow-fs-write":
    "A benchmark may write to os.tmpdir() where the configuration says `grants: { scratch: true }`, and nowhere else:",
  "--allow-fs-read":
    "A benchmark may read what lies in the checkout and is named in a way that can be traced:",
  "--allow-net": `A benchmark may use the network where the configuration says \`${networkGrant}\`.`,
  "--allow-child-process": "A benchmark may not start programs, and no grant allows it.",
  "--allow-addons": "A benchmark may not load native add-ons, and no grant allows it.",
} as const;
