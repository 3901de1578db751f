import { Json } from "../shared/json";
import { give, input, operation, tryOperation } from "../shared/kernel";

function figures(afterMs: f64): Json {
  return operation("system.figures", Json.object().set("afterMs", Json.number(afterMs))).json;
}

/** The busy part of the processors' time, 0 to 1, since an earlier look; null when no time has passed. */
function busyShare(earlier: Json | null, later: Json): Json {
  const busy = later.numberOf("busyMs", 0) - (earlier === null ? 0 : earlier.numberOf("busyMs", 0));
  const idle = later.numberOf("idleMs", 0) - (earlier === null ? 0 : earlier.numberOf("idleMs", 0));
  const all = busy + idle;
  return all > 0 ? Json.number(Math.max(0, Math.min(1, busy / all))) : Json.null();
}

function processors(earlier: Json | null, later: Json): Json {
  return Json.object()
    .set("count", later.get("count")!)
    .set("usable", later.get("usable")!)
    .set("model", later.get("model")!)
    .set("busyShare", busyShare(earlier, later));
}

function disks(given: Json): Json {
  const disks = Json.array();
  const asked = given.get("folders");
  const folders =
    asked === null ? operation("system.folders", Json.object()).json.itemsOf("folders") : asked.items;
  for (let at = 0; at < folders.length; at++) {
    const request = Json.object().set("path", folders[at]);
    // a granted folder need not be there; one that was asked for has to be
    const answer = asked === null ? tryOperation("system.disk", request) : operation("system.disk", request);
    if (answer.ok) disks.push(answer.json);
  }
  return disks;
}

export function run(): void {
  const given = input();
  const sampleMs = given.numberOf("sampleMs", 0);
  const first = figures(0);
  const last = sampleMs > 0 ? figures(sampleMs) : first;
  const earlier = sampleMs > 0 ? first.get("processors") : null;
  const told = Json.object();
  const names = ["platform", "release", "architecture", "uptimeSeconds", "load", "memory", "process"];
  for (let at = 0; at < names.length; at++) told.set(names[at], last.get(names[at])!);
  give(told.set("processors", processors(earlier, last.get("processors")!)).set("disks", disks(given)));
}
