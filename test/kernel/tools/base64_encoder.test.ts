import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { anyString } from "./strings.ts";

const kernel = await kernelWithTools();
const base64 = (args: Record<string, unknown>) => callTool(kernel, "base64_encoder", args);

/** Both alphabets, with padding and without, as Node writes them. */
function writings(bytes: Uint8Array) {
  const padded = Buffer.from(bytes).toString("base64");
  const url = padded.replaceAll("+", "-").replaceAll("/", "_");
  return [
    { alphabet: "standard", padding: true, data: padded },
    { alphabet: "standard", padding: false, data: padded.replaceAll("=", "") },
    { alphabet: "url", padding: true, data: url },
    { alphabet: "url", padding: false, data: url.replaceAll("=", "") },
    { alphabet: "hex", data: Buffer.from(bytes).toString("hex") },
  ];
}

test("bytes are encoded as Node encodes them, and come back", async () => {
  const cases = fc.asyncProperty(
    fc.uint8Array({ maxLength: 100 }),
    fc.integer({ min: 0, max: 4 }),
    async (bytes, which) => {
      const { data, ...how } = writings(bytes)[which] ?? { data: "" };
      const plain = Buffer.from(bytes).toString("hex");
      const encoded = await base64({ data: plain, plain: "hex", ...how });
      expect(encoded.result).toEqual({ data, bytes: bytes.length });
      const decoded = await base64({ operation: "decode", data, plain: "hex", ...how });
      expect(decoded.result).toEqual({ data: plain, bytes: bytes.length });
    },
  );
  await fc.assert(cases, { numRuns: 300 });
});

test("text comes back, and bytes that are no UTF-8 are refused", async () => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const nearText = fc.oneof(
    anyString.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 6 }),
    fc.array(fc.constantFrom(0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0x41)),
  );
  const cases = fc.asyncProperty(nearText, async (given) => {
    const bytes = Buffer.from(given);
    const { result } = await base64({ operation: "decode", data: bytes.toString("base64") });
    let text: string | null = null;
    try {
      text = decoder.decode(bytes);
    } catch {
      // no text
    }
    expect(result?.data ?? null).toBe(text);
  });
  await fc.assert(cases, { numRuns: 500 });
});

test("whatever is decoded without a refusal is what encoding gives", async () => {
  const digits = fc.string({ unit: fc.constantFrom(..."ABQRgw+/-_=\u00e4"), maxLength: 12 });
  const cases = fc.asyncProperty(
    digits,
    fc.constantFrom("standard", "url"),
    fc.constantFrom(true, false, undefined),
    async (data, alphabet, padding) => {
      const how = padding === undefined ? { alphabet } : { alphabet, padding };
      const { result, error } = await base64({ operation: "decode", data, plain: "hex", ...how });
      if (result === null) {
        expect(error).not.toMatch(/trapped|fuel|memory/);
        return;
      }
      const back = await base64({ data: result.data, plain: "hex", padding: data.includes("="), alphabet });
      expect(back.result?.data).toBe(data);
    },
  );
  await fc.assert(cases, { numRuns: 500 });
});

test("what Node encodes is never refused, in lines as well", async () => {
  const data = Buffer.alloc(1_000, "fuel").toString("base64");
  const lines = data.replaceAll(/.{76}/g, "$&\r\n");
  const { result } = await base64({ operation: "decode", data: lines });
  expect(result).toEqual({ data: "fuel".repeat(250), bytes: 1_000 });
});
