import { expect } from "vitest";
import { filesOf } from "../rig/github.ts";
import { longTest } from "../support/long.ts";
import { marker, onlyComment, project, reportName, runFuelgauge, runtimeFiles } from "./support.ts";

longTest(
  "several hundred modules make a comment that GitHub still takes, with the rest in the artifact",
  async () => {
    const names = Array.from(
      { length: 260 },
      (_, i) => `a-guest-with-a-name-that-is-as-long-as-names-of-guests-may-${i}`,
    );
    const guests = Object.fromEntries(names.map((name) => [name, { source: "guests/noop.ts" }]));
    await using world = await project(runtimeFiles(guests));
    const pull = world.openPullRequest({ changes: { "notes.txt": "a note" } });
    const checked = await runFuelgauge(world, world.pullRequest(pull), {
      inputs: { suites: "execution/native-add" },
    });
    expect(checked.exitCode, checked.log).toBe(0);
    expect(checked.annotations.map(({ level }) => level)).toEqual(["notice"]);
    const comment = onlyComment(world, pull);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment.length).toBeGreaterThan(60_000);
    expect(comment.startsWith(`${marker}\n<!-- run `)).toBe(true);
    const report = checked.outputs["artifact-url"];
    expect(comment).toMatch(new RegExp(`… and \\d+ more, all in \\[the full report\\]\\(${report}\\)`));
    expect(comment).toContain("**Machine:**");
    const rest = names.filter((name) => !comment.includes(`modules/${name}\``));
    expect(rest.length).toBeGreaterThan(0);
    const whole = String(filesOf(world.github.artifact(reportName)).get("report.md"));
    for (const name of names) {
      expect(whole).toContain(`modules/${name}\``);
      expect(checked.summary).toContain(`modules/${name}\``);
    }
  },
);
