/**
 * Measures the executor and prints a table: `npm run figures:executor`, or with names of groups for some of them,
 * `--rounds 10` for more evidence (default 4), `--out FILE` for a file beside the output. Give it a machine that does
 * nothing else.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { deadline } from "./executor/deadline.ts";
import { endings } from "./executor/endings.ts";
import { extism } from "./executor/extism.ts";
import { type Figure, machine, tableOf } from "./executor/figure.ts";
import { isolation } from "./executor/isolation.ts";
import { starts } from "./executor/starts.ts";
import { sustained } from "./executor/sustained.ts";

const groups: Record<string, (rounds: number) => Promise<Figure[]>> = {
  isolation,
  sustained,
  deadline,
  endings,
  starts,
  extism,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "4" }, out: { type: "string" } },
});
const rounds = Number(values.rounds);
if (!(Number.isSafeInteger(rounds) && rounds > 0))
  throw new Error(`--rounds is "${values.rounds}"; give a whole number above 0.`);

const figures: Figure[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(groups)) {
  const group = groups[name];
  if (!group) throw new Error(`There is no group "${name}"; there are ${Object.keys(groups).join(", ")}.`);
  figures.push(...(await group(rounds)));
}
const text = `${tableOf(figures)}

${machine()}
Medians of ${rounds} rounds of fresh processes that take turns; in brackets, the rounds from–to. Ratio: how many times better than the peer.
`;
process.stdout.write(text);
if (values.out !== undefined) writeFileSync(values.out, text);
