import type { Json } from "./json.ts";

/** A failure to be planted in the local GitHub. */
export interface Fault {
  readonly method?: string;
  /** The whole path of the request, or a pattern that it matches. */
  readonly path: string | RegExp;
  readonly status: number;
  readonly body?: Json;
  /** How many requests fail; one unless told otherwise. */
  readonly times?: number;
}

export interface Faults {
  plant(fault: Fault): void;
  /** The fault that this request meets, if any; it is used up by that. */
  meet(method: string, path: string): Fault | undefined;
  /** Faults that no request has met: a test that plants one and never meets it proves nothing. */
  unmet(): Fault[];
}

export function createFaults(): Faults {
  const planted: { readonly fault: Fault; met: number }[] = [];
  return {
    plant(fault) {
      planted.push({ fault, met: 0 });
    },
    meet(method, path) {
      const found = planted.find(
        ({ fault, met }) =>
          met < (fault.times ?? 1) && (fault.method ?? method) === method && matches(fault, path),
      );
      if (found === undefined) return undefined;
      found.met += 1;
      return found.fault;
    },
    unmet: () => planted.filter(({ met }) => met === 0).map(({ fault }) => fault),
  };
}

function matches({ path: wanted }: Fault, path: string): boolean {
  return typeof wanted === "string" ? wanted === path : wanted.test(path);
}
