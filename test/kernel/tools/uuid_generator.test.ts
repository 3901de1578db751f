import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { anyString } from "./strings.ts";

const kernel = await kernelWithTools({ grants: { clock: true, random: true } });
const uuid = (args: Record<string, unknown>) => callTool(kernel, "uuid_generator", args);

const form = (version: number) =>
  new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);

test("a thousand random ones are all different and have the form of version 4", async () => {
  const { result } = await uuid({ count: 1_000 });
  const uuids = result?.uuids as string[];
  expect(new Set(uuids).size).toBe(1_000);
  for (const each of uuids) expect(each).toMatch(form(4));
});

test("a thousand of version 7 ascend and have the time at which they were made", async () => {
  const before = Date.now();
  const { result } = await uuid({ version: "v7", count: 1_000 });
  const after = Date.now();
  const uuids = result?.uuids as string[];
  expect(uuids).toEqual(uuids.toSorted());
  for (const each of uuids) expect(each).toMatch(form(7));
  const { ms } = (await uuid({ operation: "parse", uuid: uuids[0] })).result as { ms: number };
  expect(ms).toBeGreaterThanOrEqual(before);
  expect(ms).toBeLessThanOrEqual(after);
});

test("names give what RFC 9562 says of them", async () => {
  const cases = fc.asyncProperty(
    fc.uuid(),
    anyString,
    fc.constantFrom(3, 5),
    async (namespace, name, version) => {
      const hash = createHash(version === 3 ? "md5" : "sha1");
      hash.update(Buffer.from(namespace.replaceAll("-", ""), "hex")).update(name);
      const bytes = hash.digest().subarray(0, 16);
      bytes[6] = ((bytes[6] ?? 0) & 15) | (version << 4);
      bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
      const expected = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
      const { result } = await uuid({ version: `v${version}`, namespace, name });
      expect(result).toEqual({ uuids: [expected] });
    },
  );
  await fc.assert(cases, { numRuns: 100 });
});

test.each([
  ["C232AB00-9414-11EC-B3C8-9F6BDECED846", "v1"],
  ["1EC9414C-232A-6B00-B3C8-9F6BDECED846", "v6"],
  ["017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "v7"],
])("the RFC's example %s has the RFC's time", async (example, version) => {
  const { result } = await uuid({ operation: "parse", uuid: example });
  expect(result).toMatchObject({ version, variant: "rfc9562", ms: Date.UTC(2022, 1, 22, 19, 22, 22) });
});

test("every UUID is valid in each of its writings, and parsing gives it back", async () => {
  const cases = fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async (bytes) => {
    const bare = Buffer.from(bytes).toString("hex");
    const text = bare.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    for (const written of [text, bare, `{${text}}`, `urn:uuid:${text}`, text.toUpperCase()]) {
      const { result } = await uuid({ operation: "parse", uuid: written });
      expect(result?.uuid).toBe(text);
    }
  });
  await fc.assert(cases, { numRuns: 100 });
});

test("anything else is not valid", async () => {
  const near = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const changed = fc
    .tuple(fc.nat({ max: 36 }), fc.nat({ max: 2 }), fc.string({ maxLength: 2 }))
    .map(([at, cut, put]) => near.slice(0, at) + put + near.slice(at + cut));
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  const cases = fc.asyncProperty(fc.oneof(changed, anyString), async (text) => {
    const { result } = await uuid({ operation: "validate", uuid: text });
    expect(result?.valid).toBe(pattern.test(text));
  });
  await fc.assert(cases, { numRuns: 300 });
});

test("without grants there is neither chance nor time, but names need neither", async () => {
  const without = await kernelWithTools();
  expect((await callTool(without, "uuid_generator", {})).error).toContain("random: true");
  const randomOnly = await kernelWithTools({ grants: { random: true } });
  expect((await callTool(randomOnly, "uuid_generator", { version: "v7" })).error).toContain("clock: true");
  const named = { version: "v5", namespace: "url", name: "" };
  expect((await callTool(without, "uuid_generator", named)).error).toBeNull();
});
