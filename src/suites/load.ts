import { answerOf, expectAnswer, type Load } from "./case.ts";

/** How the runtime holds up when all cores ask for executions at once. */
export const load: readonly Load[] = [
  {
    kind: "load",
    isolation: "process",
    id: "load/sustained-throughput",
    why: "Every core starts a guest, calls it, checks the answer and gives it up, again and again: executions a second and their latency.",
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
];
