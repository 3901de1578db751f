import { test } from "vitest";

/** Whole runs that take long and show in full what shorter tests show in parts: `FUELGAUGE_LONG_TESTS=1 npm test`. Else they are skipped. */
export const longTest = process.env.FUELGAUGE_LONG_TESTS === "1" ? test : test.skip;
