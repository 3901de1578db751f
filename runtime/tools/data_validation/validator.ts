import { Json, Kind, numberText } from "../shared/json";
import { refuse } from "../shared/kernel";
import { codePoints } from "../shared/pattern";
import { equal, hash } from "./equality";
import { hasFormat } from "./format";
import { pointerTo } from "./pointer";
import { Schema, Types } from "./schema";

/** Schemas in schemas for one value. More is a schema that refers to itself for ever. */
const mostDepth = 1_000;

/** Where a value stands in the data. Its pointer is made when it is asked for. */
class Place {
  constructor(
    private parent: Place | null,
    private name: string,
    private index: i32,
  ) {}

  static item(parent: Place, index: i32): Place {
    return new Place(parent, "", index);
  }

  static member(parent: Place, name: string): Place {
    return new Place(parent, name, -1);
  }

  get pointer(): string {
    const parent = this.parent;
    if (parent === null) return "";
    return this.index >= 0 ? parent.pointer + "/" + this.index.toString() : pointerTo(parent.pointer, this.name);
  }
}

/** Which members of an object, or items of an array, some schema has had a say about. */
class Evaluated {
  private flags: StaticArray<bool>;

  constructor(private count: i32) {
    this.flags = new StaticArray<bool>(count);
  }

  add(index: i32): void {
    this.flags[index] = true;
  }

  has(index: i32): bool {
    return this.flags[index];
  }

  addAll(other: Evaluated): void {
    for (let at = 0; at < this.count; at++) {
      if (other.flags[at]) this.flags[at] = true;
    }
  }
}

/** Holds data against a schema, and gathers what does not fit. */
export class Validator {
  errors: Json[] = [];
  /** Above 0 where nobody wants to hear what does not fit. */
  private quiet: i32 = 0;
  private depth: i32 = 0;

  constructor(
    private mostErrors: i32,
    private formats: bool,
  ) {}

  validate(schema: Schema, data: Json): bool {
    return this.check(schema, data, new Place(null, "", -1), null);
  }

  private check(schema: Schema, value: Json, place: Place, outer: Evaluated | null): bool {
    if (schema.never) return this.wrong(schema, "false", place, "nothing may be here");
    if (++this.depth > mostDepth) refuse("the schema at #" + schema.pointer + " is nested too deeply, or refers to itself for ever");
    const children = value.isObject || value.isArray;
    let evaluated = outer;
    if (children && schema.needsEvaluated) evaluated = new Evaluated(value.length);
    if (!children) evaluated = null;

    let fits = this.checkValue(schema, value, place);
    if (value.isNumber) fits = this.checkNumber(schema, value.value, place) && fits;
    else if (value.isText) fits = this.checkText(schema, value.string, place) && fits;
    else if (value.isArray) fits = this.checkArray(schema, value, place, evaluated) && fits;
    else if (value.isObject) fits = this.checkObject(schema, value, place, evaluated) && fits;
    fits = this.checkCombinations(schema, value, place, evaluated) && fits;

    if (evaluated !== null && evaluated != outer) {
      fits = this.checkUnevaluated(schema, value, place, evaluated) && fits;
      if (outer !== null && fits) outer.addAll(evaluated);
    }
    this.depth--;
    return fits;
  }

  private checkValue(schema: Schema, value: Json, place: Place): bool {
    let fits = true;
    if (schema.types != 0 && (schema.types & typesOf(value)) == 0) {
      fits = this.wrong(schema, "type", place, "it is " + typeName(value) + ", and has to be " + typeNames(schema.types));
    }
    const enumeration = schema.enumeration;
    if (enumeration !== null) {
      let found = false;
      for (let at = 0; at < enumeration.length && !found; at++) found = equal(enumeration[at], value);
      if (!found) fits = this.wrong(schema, "enum", place, "it is none of the " + enumeration.length.toString() + " values that may be here");
    }
    const constant = schema.constant;
    if (constant !== null && !equal(constant, value)) fits = this.wrong(schema, "const", place, "it is not the one value that may be here");
    return fits;
  }

  private checkNumber(schema: Schema, value: f64, place: Place): bool {
    let fits = true;
    if (value < schema.minimum) fits = this.wrong(schema, "minimum", place, "it is less than " + numberText(schema.minimum));
    if (value > schema.maximum) fits = this.wrong(schema, "maximum", place, "it is more than " + numberText(schema.maximum));
    if (value <= schema.exclusiveMinimum) {
      fits = this.wrong(schema, "exclusiveMinimum", place, "it is not more than " + numberText(schema.exclusiveMinimum));
    }
    if (value >= schema.exclusiveMaximum) {
      fits = this.wrong(schema, "exclusiveMaximum", place, "it is not less than " + numberText(schema.exclusiveMaximum));
    }
    const step = schema.multipleOf;
    if (step > 0) {
      const quotient = value / step;
      if (!isFinite(quotient) || quotient != Math.floor(quotient)) {
        fits = this.wrong(schema, "multipleOf", place, "it is no multiple of " + numberText(step));
      }
    }
    return fits;
  }

  private checkText(schema: Schema, value: string, place: Place): bool {
    let fits = true;
    if (schema.minLength > 0 || schema.maxLength < Infinity) {
      const length = <f64>codePoints(value).length;
      if (length < schema.minLength) {
        fits = this.wrong(schema, "minLength", place, "it has fewer characters than " + numberText(schema.minLength));
      }
      if (length > schema.maxLength) {
        fits = this.wrong(schema, "maxLength", place, "it has more characters than " + numberText(schema.maxLength));
      }
    }
    const pattern = schema.pattern;
    if (pattern !== null && !pattern.test(value)) {
      fits = this.wrong(schema, "pattern", place, "it does not have the pattern " + schema.patternSource);
    }
    if (this.formats && schema.format != "" && !hasFormat(value, schema.format)) {
      fits = this.wrong(schema, "format", place, "it does not have the format " + schema.format);
    }
    return fits;
  }

  private checkArray(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    let fits = true;
    const items = value.items;
    const count = items.length;
    if (<f64>count < schema.minItems) fits = this.wrong(schema, "minItems", place, "it has fewer items than " + numberText(schema.minItems));
    if (<f64>count > schema.maxItems) fits = this.wrong(schema, "maxItems", place, "it has more items than " + numberText(schema.maxItems));
    const prefix = min(schema.prefixItems.length, count);
    for (let at = 0; at < prefix; at++) {
      fits = this.check(schema.prefixItems[at], items[at], Place.item(place, at), null) && fits;
      if (evaluated !== null) evaluated.add(at);
    }
    const rest = schema.items;
    if (rest !== null) {
      for (let at = prefix; at < count; at++) {
        fits = this.check(rest, items[at], Place.item(place, at), null) && fits;
        if (evaluated !== null) evaluated.add(at);
      }
    }
    if (schema.contains !== null) fits = this.checkContains(schema, items, place, evaluated) && fits;
    if (schema.uniqueItems) fits = this.checkUnique(schema, items, place) && fits;
    return fits;
  }

  private checkContains(schema: Schema, items: Json[], place: Place, evaluated: Evaluated | null): bool {
    let found = 0;
    this.quiet++;
    for (let at = 0; at < items.length; at++) {
      if (!this.check(schema.contains!, items[at], Place.item(place, at), null)) continue;
      found++;
      if (evaluated !== null) evaluated.add(at);
    }
    this.quiet--;
    const has = found.toString() + " of its items fit";
    if (<f64>found < schema.minContains) {
      return this.wrong(schema, "contains", place, has + ", and at least " + numberText(schema.minContains) + " should");
    }
    if (<f64>found > schema.maxContains) {
      return this.wrong(schema, "maxContains", place, has + ", and at most " + numberText(schema.maxContains) + " should");
    }
    return true;
  }

  private checkUnique(schema: Schema, items: Json[], place: Place): bool {
    const byHash = new Map<u32, i32[]>();
    for (let at = 0; at < items.length; at++) {
      const key = hash(items[at]);
      if (!byHash.has(key)) {
        byHash.set(key, [at]);
        continue;
      }
      const before = byHash.get(key);
      for (let index = 0; index < before.length; index++) {
        if (!equal(items[before[index]], items[at])) continue;
        return this.wrong(
          schema,
          "uniqueItems",
          place,
          "the items " + before[index].toString() + " and " + at.toString() + " are equal",
        );
      }
      before.push(at);
    }
    return true;
  }

  private checkObject(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    let fits = true;
    const count = value.length;
    if (<f64>count < schema.minProperties) {
      fits = this.wrong(schema, "minProperties", place, "it has fewer members than " + numberText(schema.minProperties));
    }
    if (<f64>count > schema.maxProperties) {
      fits = this.wrong(schema, "maxProperties", place, "it has more members than " + numberText(schema.maxProperties));
    }
    for (let at = 0; at < schema.required.length; at++) {
      if (!value.has(schema.required[at])) {
        fits = this.wrong(schema, "required", place, 'it has no member "' + schema.required[at] + '"');
      }
    }
    for (let at = 0; at < count; at++) fits = this.checkMember(schema, value, at, place, evaluated) && fits;
    return fits;
  }

  private checkMember(schema: Schema, value: Json, index: i32, place: Place, evaluated: Evaluated | null): bool {
    const name = value.names[index];
    const member = value.items[index];
    const here = Place.member(place, name);
    let fits = true;
    let known = false;
    const properties = schema.properties;
    if (properties !== null && properties.has(name)) {
      known = true;
      fits = this.check(properties.get(name), member, here, null);
    }
    const patterns = schema.patternProperties;
    for (let at = 0; at < patterns.length; at++) {
      if (!patterns[at].pattern.test(name)) continue;
      known = true;
      fits = this.check(patterns[at].schema, member, here, null) && fits;
    }
    const additional = schema.additionalProperties;
    if (!known && additional !== null) {
      known = true;
      fits = additional.never
        ? this.wrong(schema, "additionalProperties", here, "there may be no such member")
        : this.check(additional, member, here, null);
    }
    const names = schema.propertyNames;
    if (names !== null) fits = this.check(names, Json.text(name), here, null) && fits;
    const dependent = schema.dependentRequired;
    if (dependent !== null && dependent.has(name)) {
      const needed = dependent.get(name);
      for (let at = 0; at < needed.length; at++) {
        if (value.has(needed[at])) continue;
        fits = this.wrong(
          schema,
          "dependentRequired",
          place,
          'it has a member "' + name + '" and none "' + needed[at] + '"',
        );
      }
    }
    const further = schema.dependentSchemas;
    if (further !== null && further.has(name)) fits = this.check(further.get(name), value, place, evaluated) && fits;
    if (known && evaluated !== null) evaluated.add(index);
    return fits;
  }

  private checkCombinations(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    let fits = true;
    const reference = schema.reference;
    if (reference !== null) fits = this.check(reference, value, place, evaluated);
    for (let at = 0; at < schema.allOf.length; at++) fits = this.check(schema.allOf[at], value, place, evaluated) && fits;
    if (schema.anyOf.length > 0) fits = this.checkAny(schema, value, place, evaluated) && fits;
    if (schema.oneOf.length > 0) fits = this.checkOne(schema, value, place, evaluated) && fits;
    const not = schema.not;
    if (not !== null) {
      this.quiet++;
      const is = this.check(not, value, place, null);
      this.quiet--;
      if (is) fits = this.wrong(schema, "not", place, "it fits what it must not fit");
    }
    const condition = schema.condition;
    if (condition !== null) {
      this.quiet++;
      const holds = this.attempt(condition, value, place, evaluated);
      this.quiet--;
      const next = holds ? schema.consequence : schema.alternative;
      if (next !== null) fits = this.check(next, value, place, evaluated) && fits;
    }
    return fits;
  }

  /** Checks a schema whose findings about members count only if it fits. */
  private attempt(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    if (evaluated === null) return this.check(schema, value, place, null);
    const own = new Evaluated(value.length);
    const fits = this.check(schema, value, place, own);
    if (fits) evaluated.addAll(own);
    return fits;
  }

  private checkAny(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    const before = this.errors.length;
    let fits = false;
    for (let at = 0; at < schema.anyOf.length; at++) {
      fits = this.attempt(schema.anyOf[at], value, place, evaluated) || fits;
      // the others may still say something about members
      if (fits && evaluated === null) break;
    }
    if (!fits) return this.wrong(schema, "anyOf", place, "it fits none of the alternatives");
    this.errors.length = before;
    return true;
  }

  private checkOne(schema: Schema, value: Json, place: Place, evaluated: Evaluated | null): bool {
    const before = this.errors.length;
    let found = 0;
    for (let at = 0; at < schema.oneOf.length; at++) {
      if (this.attempt(schema.oneOf[at], value, place, evaluated)) found++;
    }
    if (found == 0) return this.wrong(schema, "oneOf", place, "it fits none of the alternatives");
    this.errors.length = before;
    if (found == 1) return true;
    return this.wrong(schema, "oneOf", place, "it fits " + found.toString() + " of the alternatives, and one is right");
  }

  private checkUnevaluated(schema: Schema, value: Json, place: Place, evaluated: Evaluated): bool {
    const rest = value.isObject ? schema.unevaluatedProperties : schema.unevaluatedItems;
    if (rest === null) return true;
    const keyword = value.isObject ? "unevaluatedProperties" : "unevaluatedItems";
    let fits = true;
    for (let at = 0; at < value.length; at++) {
      if (evaluated.has(at)) continue;
      const here = value.isObject ? Place.member(place, value.names[at]) : Place.item(place, at);
      const is = rest.never
        ? this.wrong(schema, keyword, here, "nothing says that it may be here")
        : this.check(rest, value.items[at], here, null);
      fits = is && fits;
      evaluated.add(at);
    }
    return fits;
  }

  /** @returns false */
  private wrong(schema: Schema, keyword: string, place: Place, message: string): bool {
    if (this.quiet == 0 && this.errors.length < this.mostErrors) {
      this.errors.push(
        Json.object()
          .set("pointer", Json.text(place.pointer))
          .set("schema", Json.text("#" + schema.pointer + (keyword == "false" ? "" : "/" + keyword)))
          .set("keyword", Json.text(keyword))
          .set("message", Json.text(message)),
      );
    }
    return false;
  }
}

function typesOf(value: Json): i32 {
  switch (value.kind) {
    case Kind.Null:
      return Types.Null;
    case Kind.Boolean:
      return Types.Boolean;
    case Kind.Number:
      return value.value == Math.floor(value.value) ? Types.Number | Types.Integer : Types.Number;
    case Kind.String:
      return Types.String;
    case Kind.Array:
      return Types.Array;
  }
  return Types.Object;
}

const typeWords: string[] = ["null", "boolean", "number", "integer", "string", "array", "object"];

function typeName(value: Json): string {
  return typeWords[<i32>ctz(typesOf(value) & ~Types.Integer)];
}

function typeNames(types: i32): string {
  const names: string[] = [];
  for (let at = 0; at < typeWords.length; at++) {
    if (types & (1 << at)) names.push(typeWords[at]);
  }
  return names.join(" or ");
}
