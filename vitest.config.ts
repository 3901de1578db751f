import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/baseline-cache.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    /** Whole runs measure; more of them at once would disturb each other on a small machine, and were slower in all. */
    maxWorkers: 2,
  },
});
