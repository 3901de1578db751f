import * as ownHost from "../../runtime/host/index.ts";
import type { Arm } from "../model/measurement.ts";
import type { Say } from "./job.ts";
import type { LoadedBundle } from "./subject.ts";

/** Says the exact metrics of every module: bytes, exports, and the memory that a fresh instance occupies. */
export function inspectModules(bundle: LoadedBundle, arm: Arm, say: Say): void {
  for (const guest of Object.keys(bundle.manifest.guests)) {
    const id = `modules/${guest}`;
    const bytes = bundle.original(guest);
    const module = ownHost.compile(bytes);
    const instance = ownHost.instantiate(module);
    const exports = WebAssembly.Module.exports(module).length;
    say({ kind: "samples", case: id, metric: "size", arm, samples: [bytes.length] });
    say({ kind: "samples", case: id, metric: "memory", arm, samples: [instance.memoryBytes()] });
    say({ kind: "samples", case: id, metric: "exports", arm, samples: [exports] });
    ownHost.dispose(instance);
  }
}
