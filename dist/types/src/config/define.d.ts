import type { WrittenConfig } from "../model/config.js";
export type { WrittenConfig } from "../model/config.js";
/** Gives a configuration as it is: `export default defineConfig({ … })` in `fuelgauge.config.ts` has editors check and complete it. */
export declare function defineConfig(config: WrittenConfig): WrittenConfig;
