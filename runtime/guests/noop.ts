/** Does nothing: what is left of a figure is the call. */
export function noop(): void {}
