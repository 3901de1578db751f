import { expect, test } from "vitest";
import { readZip, writeZip } from "./zip.ts";

test("what is written is read again, names outside ASCII and empty files too", () => {
  const files = new Map<string, string | Buffer>([
    ["results.json", "{}"],
    ["bundle/größe.wasm", Buffer.from([0, 1, 2, 255])],
    ["empty", ""],
  ]);
  const read = readZip(writeZip(files));
  expect([...read]).toEqual([...files].map(([path, content]) => [path, Buffer.from(content)]));
});

test("something else is refused", () => {
  expect(() => readZip(Buffer.from("<html>"))).toThrow("not a zip archive");
});
