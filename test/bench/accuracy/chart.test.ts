import { expect, test } from "vitest";
import { shareChart } from "../../../bench/accuracy/chart.ts";

const line = (name: string, own: boolean, values: (number | null)[]) => ({ name, own, values });

test("every line is drawn where it has values and named once, however many panels it is in", () => {
  const panel = {
    title: "quiet",
    lines: [line("a < b", false, [0, null, 1]), line("ours", true, [0, 0.5, 1])],
  };
  const svg = shareChart([panel, { ...panel, title: "busy" }], ["same", "+1 %", "+2 %"], "planted");
  expect(svg).toContain("; busy, in percent, by what was planted</title>");
  expect(svg.match(/a &lt; b/g)).toHaveLength(1);
  expect(svg.match(/<circle/g)).toHaveLength(2 * (2 + 3));
  expect(svg).not.toContain("NaN");
  expect(svg).toContain("prefers-color-scheme:dark");
});
