import type { WrittenConfig } from "../model/config.ts";

export type { WrittenConfig } from "../model/config.ts";

/** Gives a configuration as it is: `export default defineConfig({ … })` in `fuelgauge.config.ts` has editors check and complete it. */
export function defineConfig(config: WrittenConfig): WrittenConfig {
  return config;
}
