import { answerOf, expectAnswer, type Load, type Scenario } from "./case.ts";
import { concurrentExecutions, crashStorm, mixedWorkload, scalings } from "./load/crowds.ts";
import { deadlineAccuracy, hostileModule, longRunning } from "./load/hostility.ts";
import { largeModules, memoryPressure } from "./load/limits.ts";
import { metricsAccuracy } from "./load/metrics-accuracy.ts";
import { sustainedThroughput } from "./load/sustained-throughput.ts";

/** How the runtime holds up when much is asked of it at once, and when what runs means no good. */
export const load: ReadonlyArray<Load | Scenario> = [
  {
    kind: "load",
    isolation: "process",
    id: "load/fresh-guests",
    why: "Every core starts a guest, calls it, checks the answer and gives it up, again and again: what a guest without a sandbox costs.",
    guests: ["add"],
    prepare({ host, module }) {
      const compiled = module("add");
      let argument = 0;
      return () => {
        argument = (argument + 1) & 0xffff;
        const guest = host.instantiate(compiled);
        const outcome = host.call(guest, "add", argument, 1);
        expectAnswer("add", answerOf(outcome), argument + 1);
        host.dispose(guest);
      };
    },
  },
  sustainedThroughput,
  concurrentExecutions,
  metricsAccuracy,
  mixedWorkload,
  memoryPressure,
  largeModules,
  longRunning,
  deadlineAccuracy,
  crashStorm,
  hostileModule,
  ...scalings,
];
