import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { parseFileCommands } from "./file-commands.ts";

test("a plain pair, with an equals sign in its value", () => {
  expect(parseFileCommands("verdict=a=b\n")).toEqual({ verdict: "a=b" });
});

test("a value of several lines, as @actions/core writes it", () => {
  const delimiter = `ghadelimiter_${randomUUID()}`;
  const text = `report<<${delimiter}\none\n\nname=not a pair\n${delimiter}\nverdict<<${delimiter}\n\n${delimiter}\n`;
  expect(parseFileCommands(text)).toEqual({ report: "one\n\nname=not a pair", verdict: "" });
});

test("the later of two values counts", () => {
  expect(parseFileCommands("a=1\na=2\n")).toEqual({ a: "2" });
});

test("a pair whose value holds <<", () => {
  expect(parseFileCommands("a=1<<2\n")).toEqual({ a: "1<<2" });
});

test.each([
  ["a delimiter that never comes", "a<<END\n1\n"],
  ["a line that is no command", "what?\n"],
  ["a pair without a name", "=1\n"],
])("%s is refused", (_, text) => {
  expect(() => parseFileCommands(text)).toThrow();
});
