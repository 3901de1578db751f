import fc from "fast-check";
import { expect, test } from "vitest";
import { memberText } from "../../runtime/kernel/member-text.ts";
import { kernelWith } from "./some-tools.ts";
import { callTool } from "./support.ts";

const argumentsText = (json: string) => memberText(json, "params", "arguments");

test("the text of a member is what JSON.parse makes its value of, however the message is written", () => {
  const json = fc.jsonValue({
    stringUnit: fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", " ", "é", "\n"),
  });
  const members = fc.dictionary(fc.constantFrom("a", "arguments", "params", "__proto__", ""), json);
  fc.assert(
    fc.property(
      members,
      members,
      json,
      fc.constantFrom("", " ", "\t", "\r\n", " \t\n"),
      (outer, inner, value, space) => {
        const message = { ...outer, params: { ...inner, arguments: value } };
        // an indent of JSON.stringify may be anything; as white space it is sound JSON again
        const text = `${space}${JSON.stringify(message, null, space.replaceAll("\r\n", "\n "))}${space}`;
        const found = argumentsText(text) ?? "";
        expect(JSON.parse(found)).toEqual(JSON.parse(text).params.arguments);
        expect(found).toBe(found.trim());
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  ['{"params":{"arguments":1,"arguments":[2]}}', "[2]"],
  ['{"params":{"arguments":{"a":1}},"params":{"arguments":{"a":2}}}', '{"a":2}'],
  ['{"params":{"arguments":{"a":"\\\\"},"b":"\\\\\\""}}', '{"a":"\\\\"}'],
  ['{"params":{"arguments":-1.5e+3}}', "-1.5e+3"],
  ['{"params":{"\\u0061rguments":{"a":1}}}', null],
  ['{"params":{"arguments":{"a":1},"\\u0061rguments":{"a":2}}}', null],
  ['{"params":[{"arguments":1}],"arguments":2}', null],
  ['{"params":{"params":{"arguments":1}}}', null],
  ['{"arguments":{"a":1}}', null],
  ["{}", null],
])(
  "of members with one name the last counts, and one that is not to be had is none: %s",
  (json, expected) => {
    expect(argumentsText(json)).toBe(expected);
  },
);

test("large arguments reach a tool as they were sent", async () => {
  const kernel = await kernelWith(["text_manipulator"]);
  const text = 'é"\\\n𝄞\u0001{"arguments":{}}'.repeat(10_000);
  const { result } = await callTool(kernel, "text_manipulator", { operation: "identity", text });
  expect(result).toEqual({ text });
  kernel.close();
});
