/**
 * Holm's step-down adjustment: rejecting every hypothesis whose adjusted p is at most alpha rejects a true one with a
 * probability of at most alpha, however the tests depend on each other (S. Holm, A Simple Sequentially Rejective
 * Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979). Takes and returns p by test.
 *
 * @param elsewhere tests of the same family whose p are not known here. They count as if none of them were rejected, which
 *   can only make the adjusted p larger.
 */
export function holm<Test>(ps: ReadonlyMap<Test, number>, elsewhere = 0): Map<Test, number> {
  const adjusted = new Map<Test, number>();
  let left = ps.size + elsewhere;
  let highest = 0;
  for (const [test, p] of [...ps].sort(([, a], [, b]) => a - b)) {
    highest = Math.max(highest, Math.min(1, left * p));
    adjusted.set(test, highest);
    left--;
  }
  return adjusted;
}
