import { defineConfig } from "fuelgauge";

export default defineConfig({
  modules: [
    {
      file: "build/checksums.wasm",
      calls: [
        { function: "fletcher", arguments: [10_000] },
        { name: "fnv", function: "fnv", arguments: [0x0123_4567_89ab_cdefn, 1_000] },
        { function: "joined", arguments: [500], returns: 1_390 },
      ],
    },
  ],
  // half a percent of instructions more turns a pull request red
  policy: [{ cases: "checksums/*", metrics: "fuel", tolerance: "0.5%" }],
});
