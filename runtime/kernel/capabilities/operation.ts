import type { z } from "zod";
import type { Capability } from "../tool.ts";
import type { Grants } from "./grants.ts";

/** What an operation is given beside its request. */
export interface OperationScope {
  readonly grants: Grants;
  /** Aborted when the call is cancelled or its time is up. */
  readonly signal: AbortSignal;
  /** Takes fuel for work that is done on the guest's behalf. */
  readonly charge: (units: number) => void;
  /** Says that something further is about to be used, such as the target of a redirection. Throws when it is not granted. */
  readonly use: (access: Access) => void;
}

/** Something that a grant is needed for. */
export interface Access {
  /** What it is, for the audit log and whoever is refused: `127.0.0.1:80`, `/data/notes.txt`. */
  readonly target: string;
  readonly granted: boolean;
  /** What would grant it: `network: "example.com:8080"`. */
  readonly grant: string;
}

/** What the guest gets: a JSON value, and bytes where there are any. */
export interface Answer {
  readonly json: unknown;
  readonly body?: Uint8Array;
}

/**
 * Something of the world that a guest may ask for. What can be expected (no such file, a host that refuses) is thrown as an
 * `OperationError`, which the guest is told; everything else is thrown through it.
 */
export interface Operation<Request = unknown> {
  readonly capability: Capability;
  readonly request: z.ZodType<Request>;
  /** What it is going to use; null where the capability alone is enough. */
  access(request: Request, scope: OperationScope): Access | null | Promise<Access | null>;
  perform(request: Request, body: Uint8Array, scope: OperationScope): Answer | Promise<Answer>;
}

/** Why an operation came to nothing. `denied`: no grant. `invalid`: no such operation, or not with this request. `failed`: the world. */
export class OperationError extends Error {
  readonly kind: "denied" | "invalid" | "failed";

  constructor(kind: OperationError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** An operation whose request has the type of its schema. */
export function operation<Request>(definition: Operation<Request>): Operation {
  // requests are parsed by the operation's own schema before anything else sees them
  return definition as unknown as Operation;
}
