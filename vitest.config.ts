import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/baseline-cache.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    /** Whole runs mostly wait for the processes that measure; more of them at once would disturb each other on a small machine. */
    maxWorkers: 3,
  },
});
