import { createHash, createHmac } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { anyString } from "./strings.ts";

const kernel = await kernelWithTools();
const hash = (args: Record<string, unknown>) => callTool(kernel, "hash_calculator", args);

const algorithms = ["md5", "sha1", "sha256", "sha384", "sha512"] as const;

test("digests of bytes are those of Node", async () => {
  const cases = fc.asyncProperty(
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(...algorithms),
    fc.constantFrom("hex" as const, "base64" as const),
    async (bytes, algorithm, output) => {
      const data = Buffer.from(bytes).toString("hex");
      const { result } = await hash({ data, encoding: "hex", algorithm, output });
      const digest = createHash(algorithm).update(bytes).digest(output);
      expect(result).toEqual({ algorithm, digest, bytes: bytes.length });
    },
  );
  await fc.assert(cases, { numRuns: 300 });
});

test("an HMAC with a key of any length is that of Node", async () => {
  const cases = fc.asyncProperty(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(...algorithms),
    async (bytes, keyBytes, algorithm) => {
      const data = Buffer.from(bytes).toString("base64url");
      const key = Buffer.from(keyBytes).toString("hex");
      const { result } = await hash({ data, encoding: "base64", algorithm, key, keyEncoding: "hex" });
      expect(result?.digest).toBe(createHmac(algorithm, keyBytes).update(bytes).digest("hex"));
    },
  );
  await fc.assert(cases, { numRuns: 200 });
});

test("every length around a block is padded right", async () => {
  for (const algorithm of algorithms) {
    for (const length of [55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129]) {
      const data = "x".repeat(length);
      const { result } = await hash({ data, algorithm });
      expect(result?.digest, `${algorithm} of ${length}`).toBe(
        createHash(algorithm).update(data).digest("hex"),
      );
    }
  }
});

test("text is digested as UTF-8, a lone surrogate as U+FFFD", async () => {
  const cases = fc.asyncProperty(anyString, async (data) => {
    const { result } = await hash({ data, algorithm: "crc32" });
    const digest = crc32(Buffer.from(data)).toString(16).padStart(8, "0");
    expect(result).toEqual({ algorithm: "crc32", digest, bytes: Buffer.byteLength(data) });
  });
  await fc.assert(cases, { numRuns: 300 });
  const { result } = await hash({ data: 'a\ud800"\udc00\u{1f600}', algorithm: "md5" });
  expect(result?.digest).toBe(createHash("md5").update('a\ufffd"\ufffd\u{1f600}').digest("hex"));
});

test("a megabyte is within the tool's limits", async () => {
  const data = "0123456789abcdef".repeat(65_536);
  for (const algorithm of algorithms) {
    const { result } = await hash({ data, algorithm });
    expect(result?.digest).toBe(createHash(algorithm).update(data).digest("hex"));
  }
});

test("what was expected is compared in either writing, and another digest does not match", async () => {
  const digest = createHash("sha1").update("abc");
  const expected = digest.copy().digest("base64url");
  expect((await hash({ data: "abc", algorithm: "sha1", expected })).result?.matches).toBe(true);
  expect((await hash({ data: "abd", algorithm: "sha1", expected })).result?.matches).toBe(false);
  expect((await hash({ data: "abc", algorithm: "sha1", expected: "" })).result?.matches).toBe(false);
});

test("text that is no hexadecimal or base64 is refused, never answered", async () => {
  const cases = fc.asyncProperty(
    fc.oneof(fc.string({ maxLength: 12 }), anyString),
    fc.constantFrom("hex", "base64"),
    async (data, encoding) => {
      const { result, error } = await hash({ data, encoding });
      if (encoding === "hex") {
        const digits = data.replace(/[ \t-\r]/g, "");
        expect(result !== null).toBe(/^(?:[0-9a-f]{2})*$/i.test(digits));
      }
      expect(error ?? "").not.toMatch(/trapped|fuel|memory/);
    },
  );
  await fc.assert(cases, { numRuns: 200 });
});
