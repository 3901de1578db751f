import { readLayout } from "../../runtime/meter/layout.ts";
import type { Arm } from "../model/measurement.ts";
import type { Say } from "./job.ts";
import type { LoadedBundle } from "./subject.ts";

const pageBytes = 65_536;

/** Says the exact metrics of every module: bytes, exports, and the memory that it starts with. Runs nothing of it. */
export function inspectModules(bundle: LoadedBundle, arm: Arm, say: Say): void {
  for (const guest of Object.keys(bundle.manifest.guests)) {
    const id = `modules/${guest}`;
    const bytes = bundle.original(guest);
    const { memories, exportNames } = readLayout(bytes);
    const pages = memories.reduce((sum, { limits }) => sum + Number(limits.minimum), 0);
    say({ kind: "samples", case: id, metric: "size", arm, samples: [bytes.length] });
    say({ kind: "samples", case: id, metric: "memory", arm, samples: [pages * pageBytes] });
    say({ kind: "samples", case: id, metric: "exports", arm, samples: [exportNames.size] });
  }
}
