/** `execution` of `execution/fib-20`; empty for a name that has no suite. */
export function suiteOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf("/")));
}

/** `fib-20` of `execution/fib-20`. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
