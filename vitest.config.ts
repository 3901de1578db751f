import { defineConfig } from "vitest/config";

/** Folders whose tests call pure functions, or start processes: nothing of one file can be felt in another, so they share what they import. */
const sharing = [
  "action",
  "analysis",
  "baseline",
  "config",
  "docs",
  "foreign-report",
  "github",
  "init",
  "model",
];
const within = `test/{${sharing.join()}}/**`;

export default defineConfig({
  test: {
    globalSetup: "test/baseline-cache.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    /** Whole runs measure; more of them at once would disturb each other on a small machine, and were slower in all. */
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "sharing", include: [`${within}/*.test.ts`], isolate: false },
      },
      {
        extends: true,
        test: { name: "alone", include: ["test/**/*.test.ts"], exclude: [within] },
      },
    ],
  },
});
