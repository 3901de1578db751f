import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { callTool, kernelWithTools } from "./support.ts";

/** Every example of a manifest is a test. Those of tools that need a grant are in the tests of their capability. */
const kernel = await kernelWithTools({ grants: { clock: true, random: true } });
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });

const tools = JSON.parse(
  (await kernel.open().receive('{"jsonrpc":"2.0","id":1,"method":"tools/list"}')) ?? "",
).result.tools as { name: string }[];

describe.each(tools.map(({ name }) => name))("%s", (name) => {
  const manifest = kernel.registry.get(name)?.manifest;
  const world = (manifest?.capabilities ?? []).filter(
    (each) => !["clock", "random", "library"].includes(each),
  );

  test("has schemas that say what they mean, and examples that fit them", () => {
    const validInput = ajv.compile(manifest?.inputSchema ?? {});
    const validOutput = ajv.compile(manifest?.outputSchema ?? {});
    for (const { title, arguments: args } of manifest?.examples ?? []) {
      expect(validInput(args), `${title}: ${ajv.errorsText(validInput.errors)}`).toBe(true);
    }
    expect(validOutput).toBeTypeOf("function");
  });

  const examples = world.length > 0 ? [] : (manifest?.examples ?? []);
  test.each(examples.map((example) => [example.title, example] as const))("%s", async (_title, example) => {
    const { result, error } = await callTool(kernel, name, example.arguments);
    if (example.error !== undefined) {
      expect(error).toContain(example.error);
      return;
    }
    expect(error).toBeNull();
    if (example.result) expect(result).toMatchObject(example.result);
    const valid = ajv.compile(manifest?.outputSchema ?? {});
    expect(valid(result), ajv.errorsText(valid.errors)).toBe(true);
  });
});
