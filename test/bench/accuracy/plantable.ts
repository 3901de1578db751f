import { expect } from "vitest";
import { plainBytes } from "../../../bench/accuracy/bundle.ts";
import { plant, plantedFuel } from "../../../bench/accuracy/plant.ts";
import { instantiateWith, type ModuleCase } from "../../../bench/accuracy/subjects/module-case.ts";
import type { Gauge } from "../../../runtime/meter/index.ts";
import { meteredWebAssembly } from "../../../runtime/meter/webassembly.ts";

/** The same answer and the same fuel every time, and with a plant the same answer and the plant's fuel on top. */
export async function expectPlantable(each: ModuleCase): Promise<void> {
  const plainly = await fuelOf(each, { turns: 0 });
  expect(await fuelOf(each, { turns: 0 })).toEqual(plainly);
  const planted = { turns: 250, nop: true } as const;
  const { fuel, answer } = await fuelOf(each, planted);
  expect(answer).toBe(plainly.answer);
  expect(fuel - plainly.fuel).toBe(plantedFuel(planted));
}

/** Of the second operation, as a run counts it. */
async function fuelOf(each: ModuleCase, planted: { turns: number; nop?: true }) {
  const gauges: Gauge[] = [];
  const metered = meteredWebAssembly({ onInstance: (gauge) => void gauges.push(gauge) });
  const unmetered = WebAssembly;
  const others = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [guest, source] of each.others) others.set(guest, await plainBytes(source));
  const bytes = plant(await plainBytes(each.module), { entry: each.entry, ...planted });
  Reflect.set(globalThis, "WebAssembly", metered);
  try {
    const operate = await each.load({
      instantiateWasm: instantiateWith(new WebAssembly.Module(bytes)),
      bytes: (guest) => others.get(guest) ?? new Uint8Array(),
    });
    operate();
    const before = gauges.map((gauge) => gauge.remaining);
    const answer = operate();
    const fuel = gauges.reduce((sum, gauge, at) => sum + ((before[at] ?? 0) - gauge.remaining), 0);
    return { fuel, answer };
  } finally {
    Reflect.set(globalThis, "WebAssembly", unmetered);
  }
}
