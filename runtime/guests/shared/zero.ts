/**
 * Zero, read from memory that nobody writes: the compiler cannot know it, so what depends on it is not decided, and not
 * left out, before the guest runs.
 */
// @ts-ignore: decorators on functions are AssemblyScript's own
@inline
export function zero(): i32 {
  return load<i32>(0);
}
