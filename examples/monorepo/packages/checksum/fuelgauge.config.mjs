import { defineConfig } from "fuelgauge";

export default defineConfig({
  modules: [{ file: "build/*.wasm", calls: [{ function: "adler", arguments: [4096] }] }],
});
