import { appendFile, mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type World, world } from "./world.ts";

const watching = () => world(["file_watcher"], (folder) => ({ read: [folder] }));

/** A file that comes at once, with all its content. */
async function appear(path: string, { folder }: World): Promise<void> {
  const beside = join(folder, "..", "beside");
  await writeFile(beside, "new");
  await rename(beside, path);
}

/** A call of the watcher, and an action once it has had its first look. */
async function watched(here: World, args: Record<string, unknown>, act: () => Promise<unknown>) {
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  const session = here.kernel.open(() => resolve());
  const params = {
    name: "file_watcher",
    arguments: { folder: here.folder, waitMs: 60_000, ...args },
    _meta: { progressToken: 1 },
  };
  const reply = session.receive(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }));
  await looked;
  await act();
  const { result } = JSON.parse((await reply) ?? "");
  session.close();
  return result.structuredContent as {
    changes: { path: string; change: string; kind?: string; size?: number }[];
    ended: string;
  };
}

test("says what was created, modified and removed", async () => {
  await using here = await watching();
  const path = (name: string) => join(here.folder, name);
  await writeFile(path("grows"), "a");
  await writeFile(path("goes"), "a");
  await writeFile(path("stays"), "a");
  const { changes, ended } = await watched(here, { count: 3 }, async () => {
    await appear(path("comes"), here);
    await appendFile(path("grows"), "bc");
    await rm(path("goes"));
  });
  expect(ended).toBe("count");
  expect(changes.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { path: path("comes"), change: "created", kind: "file", size: 3 },
    { path: path("goes"), change: "removed", kind: "file", size: 1 },
    { path: path("grows"), change: "modified", kind: "file", size: 3 },
  ]);
});

test("a change that leaves size and time as they were is one, too", async () => {
  await using here = await watching();
  const path = join(here.folder, "same");
  const time = new Date(1_600_000_000_000);
  await writeFile(path, "a");
  await utimes(path, time, time);
  const { changes } = await watched(here, {}, async () => {
    // until the tool is sure to wait: a change in the moment before would be seen only if it left a trace
    for (let round = 0; round < 20; round++) {
      await utimes(path, time, time);
      await new Promise((resume) => setTimeout(resume, 5));
    }
  });
  expect(changes).toEqual([{ path, change: "modified", kind: "file", size: 1 }]);
});

test("folders below count if asked, also those that come while it watches", async () => {
  await using here = await watching();
  const inner = join(here.folder, "inner");
  await mkdir(inner);
  const found = await watched(here, { recursive: true, count: 3 }, async () => {
    await mkdir(join(inner, "deep"));
    await appear(join(inner, "deep", "file"), here);
    await appear(join(here.folder, "above"), here);
  });
  const told = found.changes.map(({ path, change }) => `${change} ${path}`).sort();
  expect(told).toEqual([
    `created ${join(here.folder, "above")}`,
    `created ${join(inner, "deep")}`,
    `created ${join(inner, "deep", "file")}`,
  ]);
});

test("without being asked it looks at the folder alone, and follows no links", async () => {
  await using here = await watching();
  await mkdir(join(here.folder, "inner"));
  await symlink("inner", join(here.folder, "link"));
  const { changes } = await watched(here, { count: 1 }, async () => {
    await appear(join(here.folder, "inner", "unseen"), here);
    await appear(join(here.folder, "seen"), here);
  });
  expect(changes).toEqual([{ path: join(here.folder, "seen"), change: "created", kind: "file", size: 3 }]);
});

test("when nothing happens, its time ends it", async () => {
  await using here = await watching();
  const { result } = await here.call("file_watcher", { folder: here.folder, waitMs: 30 });
  expect(result).toEqual({ changes: [], ended: "time" });
});

test("when the call is cancelled it ends at once, and answers nothing", async () => {
  await using here = await watching();
  const session = here.kernel.open();
  const params = { name: "file_watcher", arguments: { folder: here.folder, waitMs: 300_000 } };
  const reply = session.receive(JSON.stringify({ jsonrpc: "2.0", id: "w", method: "tools/call", params }));
  await new Promise((resume) => setTimeout(resume, 20));
  session.receive('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w"}}');
  expect(await reply).toBeNull();
});
