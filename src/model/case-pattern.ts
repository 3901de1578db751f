import { posix } from "node:path";

/**
 * Whether a list of patterns is about a case. A pattern is a case (`execution/fib-30`) or a glob (`execution/*`; `**` is
 * every case), or one of these with `!` in front, which leaves cases out. Leaving out alone starts from every case.
 */
export function matchesCase(patterns: readonly string[], caseId: string): boolean {
  const isUnwanted = (pattern: string) => pattern.startsWith("!");
  const wanted = patterns.filter((pattern) => !isUnwanted(pattern));
  // a name may hold what has a meaning in a glob
  const matches = (pattern: string) => pattern === caseId || posix.matchesGlob(caseId, pattern);
  return (
    (wanted.length === 0 || wanted.some(matches)) &&
    !patterns.some((pattern) => isUnwanted(pattern) && matches(pattern.slice(1)))
  );
}
