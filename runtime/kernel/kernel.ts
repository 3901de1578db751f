import type { z } from "zod";
import { type AuditSink, type Counts, Executor, type Limits } from "../executor/index.ts";
import { kernelFunctions } from "./call.ts";
import { type Grants, grantsSchema } from "./capabilities/grants.ts";
import { GuestTool } from "./guest-tool.ts";
import { KernelCounts } from "./kernel-counts.ts";
import { Registry } from "./registry.ts";
import { Session } from "./session.ts";
import type { ToolManifest } from "./tool.ts";
import { WasmExecute } from "./wasm-execute.ts";

export interface KernelLimits {
  /** Characters of a message. Default 16 Mi. */
  readonly messageBytes: number;
  /** Requests that one session may have under way. Default 256. */
  readonly inFlight: number;
}

export interface KernelOptions {
  readonly limits?: Partial<KernelLimits>;
  /** Limits of guests, where a manifest has none of its own. */
  readonly guests?: Partial<Limits>;
  /** What tools may use of the world. Default: nothing. */
  readonly grants?: z.input<typeof grantsSchema>;
  /** Where executions are counted. Default: in memory of its own. */
  readonly counts?: Counts;
  /** Gets a line for every execution, with what it was granted and denied. Default: none is written. */
  readonly audit?: AuditSink;
  /** What it calls itself. */
  readonly info?: { readonly name: string; readonly version: string };
}

const defaultLimits: KernelLimits = { messageBytes: 16 * 1_048_576, inFlight: 256 };

/** Tools in sandboxes, and the sessions of those who use them. */
export class Kernel {
  readonly registry = new Registry();
  readonly counts = new KernelCounts();
  readonly limits: KernelLimits;
  readonly info: { readonly name: string; readonly version: string };
  readonly #grants: Grants;
  readonly #tools: Executor;
  readonly #modules: Executor;
  readonly #sessions = new Set<Session>();
  /** Sessions that had begun when the tools changed, and are not told yet. */
  readonly #toTell = new Set<Session>();
  #closed = false;

  /** Throws a `ZodError` when grants are none, and a `RangeError` when a limit is none. */
  constructor({ limits, guests = {}, grants = {}, counts, audit, info }: KernelOptions = {}) {
    this.limits = { ...defaultLimits, ...limits };
    this.info = info ?? { name: "fuelgauge", version: "0" };
    this.#grants = grantsSchema.parse(grants);
    const shared = { limits: guests, ...(counts && { counts }), ...(audit && { audit }) };
    this.#tools = new Executor({ ...shared, hostFunctions: kernelFunctions });
    this.#modules = new Executor(shared);
    this.registry.put(new WasmExecute(this.#modules));
    this.registry.onChange(() => {
      // a folder of tools changes many at once, and whoever is told asks for the whole list
      if (this.#toTell.size === 0) setImmediate(() => this.#tellOfChange());
      for (const session of this.#sessions) this.#toTell.add(session);
    });
  }

  /** A tool of a manifest and a module's bytes, or why it is none. It is not registered yet. */
  load(manifest: ToolManifest, module: Uint8Array): GuestTool | { readonly refused: string } {
    return GuestTool.load(manifest, module, this.#tools, this.#grants);
  }

  /**
   * Begins a session.
   *
   * @param notify takes messages that answer nothing: progress, and that the list of tools has changed
   */
  open(notify: (text: string) => void = () => {}): Session {
    const session = new Session(this, notify);
    if (this.#closed) session.close();
    else this.#sessions.add(session);
    return session;
  }

  /** Sessions that have not ended. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** Called by a session at its end. */
  ended(session: Session): void {
    this.#sessions.delete(session);
  }

  #tellOfChange(): void {
    for (const session of this.#toTell) session.notify("notifications/tools/list_changed");
    this.#toTell.clear();
  }

  /** Ends all sessions and cancels what is under way. */
  close(): void {
    this.#closed = true;
    for (const session of this.#sessions) session.close();
    this.#tools.close();
    this.#modules.close();
  }
}
