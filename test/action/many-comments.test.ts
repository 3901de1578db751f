import { expect } from "vitest";
import { longTest } from "../support/long.ts";
import { marker, openHarmlessPull, project, runFuelgauge } from "./support.ts";

longTest(
  "among more than a hundred comments ours is found again, and an impostor's is left alone",
  async () => {
    await using world = await project();
    const { github } = world;
    const pull = openHarmlessPull(world);
    const { number } = pull;
    const stranger = { login: "stranger", id: 7, type: "User" } as const;
    const impostor = github.addComment({ number, author: stranger, body: `${marker}\nAll is well.` });
    for (let i = 0; i < 104; i++) github.addComment({ number, body: `comment ${i}` });
    const first = await runFuelgauge(world, world.pullRequest(pull));
    expect(first.exitCode, first.log).toBe(0);
    expect(github.comments(number)).toHaveLength(106);
    const ours = github.comments(number).at(-1);
    const before = ours?.body ?? "";
    expect(before).toMatch(new RegExp(`^${marker}\n`));
    for (let i = 0; i < 3; i++) github.addComment({ number, body: `late comment ${i}` });

    world.pushToPullRequest(pull, { "notes.txt": "another note" });
    const second = await runFuelgauge(world, world.pullRequest(pull));
    expect(second.exitCode, second.log).toBe(0);
    expect(github.comments(number)).toHaveLength(109);
    expect(ours?.body).toContain(pull.head.sha);
    expect(ours?.body).not.toBe(before);
    expect(second.outputs["comment-url"]).toMatch(new RegExp(`issuecomment-${ours?.id}$`));
    expect(impostor.body).toBe(`${marker}\nAll is well.`);
  },
);
