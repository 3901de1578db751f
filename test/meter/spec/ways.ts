import { Gauge, grantFunction, type MeterOptions, meter } from "../../../runtime/meter/index.ts";
import { hiddenNames } from "../../../runtime/meter/webassembly.ts";
import type { Way } from "./world.ts";

/** Nested calls; far more than any program of the suite needs that ends, and less than V8 bears. */
const stackLimit = 5_000;

/**
 * A way to run modules metered.
 *
 * @param slice units that the host gives each time when the fuel has run out
 */
export function metered(name: string, options: MeterOptions, slice = 0): Way {
  return {
    name,
    prepare(bytes) {
      const made = meter(bytes, options);
      return {
        bytes: made.bytes,
        added: [...hiddenNames(made)],
        begin(instance) {
          const gauge = new Gauge(instance.exports, made);
          let given = made.fuel;
          gauge.onExhausted(
            grantFunction(() => {
              given += slice;
              return slice;
            }),
          );
          if (made.names.start !== null) (instance.exports[made.names.start] as () => void)();
          const used = () => given - gauge.remaining;
          return {
            used,
            profiled: () =>
              options.profile ? gauge.profile().reduce((sum, { fuel }) => sum + fuel, 0) : undefined,
            stopped: () => (gauge.exhausted ? "fuel" : gauge.overflowed ? "stack" : undefined),
            refill: () => {
              given = used() + made.fuel;
              gauge.remaining = made.fuel;
            },
          };
        },
      };
    },
  };
}

/** Units that an instance of the sliced ways begins with: one whose instantiation fails is never given more, and may still be called by others. */
const first = 100;

/** The ways that the suite is replayed in: each mode by itself, and each with what can be added to it. */
export const ways: readonly Way[] = [
  metered("exact", { mode: "exact" }),
  metered("fast", { mode: "fast" }),
  metered("exact, profile, isolation", { mode: "exact", profile: true, isolation: true }),
  metered("fast, profile, stack limit", { mode: "fast", profile: true, stackLimit }),
  metered("exact, slices", { mode: "exact", callOut: true, isolation: true, fuel: first }, 997),
  metered(
    "fast, slices, stack limit",
    { mode: "fast", callOut: true, isolation: true, stackLimit, fuel: first },
    997,
  ),
];
