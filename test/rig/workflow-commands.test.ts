import { expect, test } from "vitest";
import { parseWorkflowCommands } from "./workflow-commands.ts";

test("annotations with their places and escapes", () => {
  const log = [
    "::error title=Slower%3A fib,file=src/a.ts,line=7::100%25 slower%0Athan before",
    "::warning::no permission",
    "  ::notice::indented",
  ].join("\n");
  expect(parseWorkflowCommands(log).annotations).toEqual([
    { level: "error", title: "Slower: fib", file: "src/a.ts", line: 7, message: "100% slower\nthan before" },
    { level: "warning", message: "no permission" },
    { level: "notice", message: "indented" },
  ]);
});

test("groups hold the lines between their ends", () => {
  const log = "before\n::group::Measure\none\ntwo\n::endgroup::\nafter\n";
  expect(parseWorkflowCommands(log).groups).toEqual([{ title: "Measure", lines: ["one", "two"] }]);
});

test("nothing is a command between stop-commands and its token", () => {
  const log = "::stop-commands::t1\n::error::printed by a benchmark\n::t1::\n::error::real";
  expect(parseWorkflowCommands(log).annotations).toEqual([{ level: "error", message: "real" }]);
});

test("a retired command is unknown", () => {
  expect(parseWorkflowCommands("::set-output name=a::b").unknown).toEqual(["::set-output name=a::b"]);
});
