import type { Commit, World } from "./world.ts";

/** The commit and all its ancestors, newest first: the order of `git log`. */
export function history(world: World, sha: string): Commit[] {
  const queue: Commit[] = [];
  const seen = new Set<string>();
  const result: Commit[] = [];
  function enqueue(each: string): void {
    const commit = world.commits.get(each);
    if (commit === undefined || seen.has(each)) return;
    seen.add(each);
    const before = queue.findIndex((other) => other.date < commit.date);
    queue.splice(before === -1 ? queue.length : before, 0, commit);
  }
  enqueue(sha);
  for (let commit = queue.shift(); commit !== undefined; commit = queue.shift()) {
    result.push(commit);
    for (const parent of commit.parents) enqueue(parent);
  }
  return result;
}

export function isAncestor(world: World, ancestor: string, sha: string): boolean {
  return history(world, sha).some((commit) => commit.sha === ancestor);
}

/** What `head` has and `base` has not, newest first. */
export function commitsBetween(world: World, base: string, head: string): Commit[] {
  const known = new Set(history(world, base).map((commit) => commit.sha));
  return history(world, head).filter((commit) => !known.has(commit.sha));
}

/** The best common ancestor: one that is not itself an ancestor of another; the newest of several. */
export function mergeBase(world: World, a: string, b: string): Commit | undefined {
  const ofB = new Set(history(world, b).map((commit) => commit.sha));
  const common = history(world, a).filter((commit) => ofB.has(commit.sha));
  return common.find((candidate) =>
    common.every((other) => other === candidate || !isAncestor(world, candidate.sha, other.sha)),
  );
}
