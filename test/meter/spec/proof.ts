import { type Access, accesses } from "./adaptor.ts";
import { assemble } from "./assembler.ts";
import type { Action, Command, Ending, ModuleSource } from "./script.ts";
import { differingState } from "./state.ts";
import { meets } from "./value.ts";
import { type Compiled, type Fuel, type Observation, summary, type Way, World } from "./world.ts";

/** Something that a metered module did and the original did not. */
export interface Difference {
  readonly line: number;
  readonly way: string;
  readonly what: string;
}

/** What a proof looked at. */
export interface Tally {
  /** Modules that V8 accepts, and modules that it refuses as the script says. */
  modules: number;
  refusals: number;
  /** Actions compared, in each way. */
  actions: number;
  /** Actions and instantiations whose fuel was compared between ways, and the units they used. */
  fuelCompared: number;
  fuel: number;
  /** Commands that were not compared, by reason. */
  readonly skipped: Map<string, number>;
  /** Where the original itself does not do what the script expects: the script's line and what it did. */
  readonly unexpected: string[];
}

export function emptyTally(): Tally {
  return {
    modules: 0,
    refusals: 0,
    actions: 0,
    fuelCompared: 0,
    fuel: 0,
    skipped: new Map(),
    unexpected: [],
  };
}

/** A module compiled in every world, the original first. */
interface Program {
  readonly compiled: readonly (Compiled & { kind: "compiled" })[];
  readonly accesses: ReadonlyMap<string, Access>;
}

type Outcome =
  | { readonly kind: "program"; readonly program: Program }
  | { readonly kind: "refused"; readonly why: string }
  /** A difference has been noted. */
  | { readonly kind: "different" };

/** The original runs as it is. */
const original: Way = {
  name: "original",
  prepare: (bytes) => ({ bytes, added: [], begin: () => undefined }),
};

/**
 * Replays a script on the original modules and on the metered ones, and says where they differ: in a result, an error, what was
 * printed, the state left behind, whether a module is valid at all, or in the fuel that two ways count for the same call.
 */
export async function prove(
  commands: readonly Command[],
  ways: readonly Way[],
  tally: Tally,
): Promise<Difference[]> {
  const proof = new Proof(ways, tally);
  for (const command of commands) await proof.step(command);
  proof.compareState();
  return proof.differences;
}

class Proof {
  readonly differences: Difference[] = [];
  readonly #tally: Tally;
  readonly #base: World;
  readonly #metered: readonly World[];
  readonly #definitions = new Map<string | undefined, Program>();
  #line = 0;

  constructor(ways: readonly Way[], tally: Tally) {
    this.#tally = tally;
    this.#base = new World(original);
    this.#metered = ways.map((way) => new World(way));
  }

  get #worlds(): readonly World[] {
    return [this.#base, ...this.#metered];
  }

  async step(command: Command): Promise<void> {
    this.#line = command.line;
    switch (command.kind) {
      case "module": {
        for (const world of this.#worlds) world.forget(command.name);
        const program = await this.#program(command.source);
        if (program !== undefined) this.#instantiate(program, command.name, "returned");
        return;
      }
      case "definition": {
        this.#definitions.delete(command.name);
        const program = await this.#program(command.source);
        if (program !== undefined) {
          this.#definitions.set(command.name, program);
          this.#definitions.set(undefined, program);
        }
        return;
      }
      case "instance": {
        const program = this.#definitions.get(command.of);
        if (program === undefined) this.#skip("its module does not run");
        else this.#instantiate(program, command.name, "returned");
        return;
      }
      case "register":
        for (const world of this.#worlds) world.register(command.as, command.instance);
        return;
      case "action":
        this.#act(command.action, command.ending);
        return;
      case "refused": {
        const bytes = await this.#bytes(command.source);
        const outcome = bytes && (await this.#compile(bytes));
        if (outcome?.kind === "refused") this.#tally.refusals++;
        return;
      }
      case "stillborn": {
        const program = await this.#program(command.source);
        if (program !== undefined) this.#instantiate(program, undefined, "not returned");
        return;
      }
    }
  }

  /** Compares memories, globals and tables that are exported, byte for byte. */
  compareState(): void {
    const expected = this.#base.exports();
    for (const world of this.#metered) {
      world.exports().forEach((exported, index) => {
        const differing = differingState(expected[index] ?? {}, exported);
        if (differing !== undefined) this.#differ(world, `instance ${index} ends with another ${differing}`);
      });
    }
  }

  async #bytes(source: ModuleSource): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (source.kind === "binary") return source.bytes;
    if (source.kind === "not text") return this.#skip("the text is not UTF-8, so it has no bytes");
    const assembled = await assemble(source.text);
    return assembled.kind === "bytes"
      ? assembled.bytes
      : this.#skip("the text does not parse, so it has no bytes");
  }

  async #program(source: ModuleSource): Promise<Program | undefined> {
    const bytes = await this.#bytes(source);
    if (bytes === undefined) this.#tally.unexpected.push(`${this.#line}: the module's text does not parse`);
    const outcome = bytes && (await this.#compile(bytes));
    if (outcome?.kind === "refused") return this.#skip(`V8 does not compile it: ${outcome.why}`);
    return outcome?.kind === "program" ? outcome.program : undefined;
  }

  /** Compiles in every world. All accept the module or all refuse it; everything else is a difference. */
  async #compile(bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    const base = this.#base.compile(bytes);
    const compiled = this.#metered.map((world) => {
      const outcome = world.compile(bytes);
      if (outcome.kind === "broken") this.#differ(world, `the meter threw ${outcome.error}`);
      else if (base.kind === "compiled" && outcome.kind === "refused") {
        this.#differ(world, `${outcome.by} refuses what V8 accepts: ${outcome.why}`);
      } else if (base.kind === "refused" && outcome.kind === "compiled") {
        this.#differ(world, `metering makes valid what V8 refuses: ${base.why}`);
      } else if (base.kind === "compiled" && outcome.kind === "compiled") {
        const differing = differingInterface(base.module, outcome);
        if (differing !== undefined) this.#differ(world, differing);
      }
      return outcome;
    });
    if (base.kind !== "compiled")
      return { kind: "refused", why: withoutPlace(base.kind === "refused" ? base.why : "") };
    const all = [base, ...compiled].filter((outcome) => outcome.kind === "compiled");
    if (all.length < this.#worlds.length) return { kind: "different" };
    this.#tally.modules++;
    return { kind: "program", program: { compiled: all, accesses: await accesses(bytes) } };
  }

  #instantiate(program: Program, name: string | undefined, expected: "returned" | "not returned"): void {
    const base = this.#everywhere((world, index) => {
      const compiled = program.compiled[index];
      if (compiled === undefined) throw new Error("A program is compiled in every world.");
      return world.instantiate(compiled, program.accesses, name);
    });
    if ((base.ending === "returned") !== (expected === "returned")) this.#unexpected(base);
  }

  #act(action: Action, ending: Ending): void {
    const runs = this.#worlds.every((world) => world.has(action.instance));
    const obstacle = runs ? this.#base.obstacle(action) : "its module does not run";
    if (obstacle !== undefined) {
      this.#skip(obstacle);
      return;
    }
    this.#tally.actions++;
    const base = this.#everywhere((world) => world.perform(action));
    if (!fulfils(base, ending)) this.#unexpected(base);
  }

  /** Does something in every world and compares what it looks like and, where it returned, what fuel it used. */
  #everywhere(act: (world: World, index: number) => Observation): Observation {
    const base = act(this.#base, 0);
    const expected = summary(base);
    const used = this.#metered.map((world, index) => {
      const before = world.fuels().map(read);
      const observed = summary(act(world, index + 1));
      if (observed !== expected) this.#differ(world, `the original ${expected}; metered it ${observed}`);
      return world.fuels().map((fuel, instance) => usedSince(before[instance], fuel));
    });
    if (base.ending === "returned") this.#compareFuel(used);
    return base;
  }

  /** `used` holds for each way what each instance used. */
  #compareFuel(used: readonly (readonly Reading[])[]): void {
    const [first] = used.map((readings) => readings.map(({ units }) => units));
    if (first === undefined) return;
    this.#tally.fuelCompared++;
    this.#tally.fuel += first.reduce((sum, units) => sum + units, 0);
    used.forEach((readings, index) => {
      const world = this.#metered[index];
      if (world === undefined) return;
      const units = readings.map(({ units }) => units).join("+");
      if (units !== first.join("+")) {
        this.#differ(
          world,
          `it used ${units} units, but ${first.join("+")} in the way "${this.#metered[0]?.way.name}"`,
        );
      }
      const wrong = readings.find(({ units, profiled }) => profiled !== undefined && profiled !== units);
      if (wrong !== undefined)
        this.#differ(world, `its functions used ${wrong.profiled} units of ${wrong.units}`);
    });
  }

  #differ(world: World, what: string): void {
    this.differences.push({ line: this.#line, way: world.way.name, what });
  }

  #unexpected(observation: Observation): void {
    this.#tally.unexpected.push(`${this.#line}: ${summary(observation)}`);
  }

  #skip(reason: string): undefined {
    this.#tally.skipped.set(reason, (this.#tally.skipped.get(reason) ?? 0) + 1);
  }
}

interface Reading {
  readonly units: number;
  readonly profiled: number | undefined;
}

function read(fuel: Fuel): Reading {
  return { units: fuel.used(), profiled: fuel.profiled() };
}

/** Nothing was used before an instance was made. */
function usedSince(before: Reading | undefined, fuel: Fuel): Reading {
  const { units, profiled } = read(fuel);
  return {
    units: units - (before?.units ?? 0),
    profiled: profiled === undefined ? undefined : profiled - (before?.profiled ?? 0),
  };
}

/** V8's reason without the place, which is another in every module. */
function withoutPlace(why: string): string {
  return why
    .replace(/^CompileError: WebAssembly\.Module\(\): /, "")
    .replace(/Compiling function #\d+(:".*?")? failed: /, "")
    .replace(/ ?@\+\d+$/, "");
}

function fulfils({ ending, results }: Observation, expected: Ending): boolean {
  if (expected.kind === "any") return true;
  if (ending !== expected.kind) return false;
  if (expected.kind !== "returned") return true;
  return (
    results.length === expected.results.length &&
    expected.results.every((one, index) => meets(results[index], one))
  );
}

function differingInterface(
  base: WebAssembly.Module,
  { module, prepared }: Compiled & { kind: "compiled" },
): string | undefined {
  const imports = [WebAssembly.Module.imports(base), WebAssembly.Module.imports(module)].map((list) =>
    JSON.stringify(list),
  );
  if (imports[0] !== imports[1]) return `the imports become ${imports[1]}, they were ${imports[0]}`;
  const kept = WebAssembly.Module.exports(module).filter(({ name }) => !prepared.added.includes(name));
  const exports = [WebAssembly.Module.exports(base), kept].map((list) => JSON.stringify(list));
  return exports[0] === exports[1] ? undefined : `the exports become ${exports[1]}, they were ${exports[0]}`;
}
