/**
 * A program as it is shipped, in `dist/`: from its sources it takes three times as long to start, and a run starts dozens.
 * So `npm run build` comes before the tests of what was changed in one.
 */
export function builtProgram(name: "compiler" | "measurer"): URL {
  return new URL(`../../dist/${name}.js`, import.meta.url);
}
