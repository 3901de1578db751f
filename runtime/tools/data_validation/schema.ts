import { Json, Kind } from "../shared/json";
import { refuse } from "../shared/kernel";
import { Pattern } from "../shared/pattern";
import { percentDecoded } from "../shared/percent";
import { pointerTo, resolvePointer } from "./pointer";

export const enum Types {
  Null = 1,
  Boolean = 2,
  Number = 4,
  Integer = 8,
  String = 16,
  Array = 32,
  Object = 64,
}

/** A name pattern of `patternProperties`, and what members whose names have it must be. */
export class PatternSchema {
  constructor(
    public source: string,
    public pattern: Pattern,
    public schema: Schema,
  ) {}
}

/** A schema that was read: every keyword has the form that it must have. What it does not say is null, or a bound that nothing exceeds. */
export class Schema {
  /** `false` as a schema fits nothing. */
  never: bool = false;
  types: i32 = 0;
  enumeration: Json[] | null = null;
  constant: Json | null = null;

  minimum: f64 = -Infinity;
  maximum: f64 = Infinity;
  exclusiveMinimum: f64 = -Infinity;
  exclusiveMaximum: f64 = Infinity;
  multipleOf: f64 = 0;

  minLength: f64 = 0;
  maxLength: f64 = Infinity;
  patternSource: string = "";
  pattern: Pattern | null = null;
  format: string = "";

  minItems: f64 = 0;
  maxItems: f64 = Infinity;
  uniqueItems: bool = false;
  prefixItems: Schema[] = [];
  items: Schema | null = null;
  contains: Schema | null = null;
  minContains: f64 = 1;
  maxContains: f64 = Infinity;
  unevaluatedItems: Schema | null = null;

  minProperties: f64 = 0;
  maxProperties: f64 = Infinity;
  required: string[] = [];
  properties: Map<string, Schema> | null = null;
  patternProperties: PatternSchema[] = [];
  additionalProperties: Schema | null = null;
  propertyNames: Schema | null = null;
  dependentRequired: Map<string, string[]> | null = null;
  dependentSchemas: Map<string, Schema> | null = null;
  unevaluatedProperties: Schema | null = null;

  allOf: Schema[] = [];
  anyOf: Schema[] = [];
  oneOf: Schema[] = [];
  not: Schema | null = null;
  condition: Schema | null = null;
  consequence: Schema | null = null;
  alternative: Schema | null = null;

  /** What `$ref` names, once everything is read. */
  reference: Schema | null = null;

  constructor(
    /** Where it stands in the document, as a JSON pointer. */
    public pointer: string,
  ) {}

  /** Whether what it finds out about members or items matters to itself. */
  get needsEvaluated(): bool {
    return this.unevaluatedProperties !== null || this.unevaluatedItems !== null;
  }
}

class Unresolved {
  constructor(
    public schema: Schema,
    public target: string,
  ) {}
}

/** Reads a schema document. What is no schema, or means something that this tool does not know, ends the call. */
export class SchemaReader {
  private byPointer: Map<string, Schema> = new Map();
  private anchors: Map<string, Schema> = new Map();
  private unresolved: Unresolved[] = [];
  private id: string;

  constructor(private document: Json) {
    this.id = withoutFragment(document.textOf("$id", ""));
  }

  read(): Schema {
    const root = this.schemaAt(this.document, "");
    // what is referred to may itself refer
    for (let at = 0; at < this.unresolved.length; at++) {
      const each = this.unresolved[at];
      each.schema.reference = this.resolve(each.target, each.schema.pointer);
    }
    return root;
  }

  private resolve(target: string, from: string): Schema {
    const hash = target.indexOf("#");
    const base = hash < 0 ? target : target.substring(0, hash);
    if (base != "" && base != this.id) this.wrong(from, '$ref names "' + target + '", which is not in this schema');
    const fragment = hash < 0 ? "" : percentDecoded(target.substring(hash + 1));
    if (fragment != "" && fragment.charCodeAt(0) != 0x2f) {
      if (!this.anchors.has(fragment)) this.wrong(from, 'there is no $anchor "' + fragment + '"');
      return this.anchors.get(fragment);
    }
    const found = resolvePointer(this.document, fragment);
    if (found === null) this.wrong(from, '$ref names "' + target + '", and there is nothing');
    return this.schemaAt(found!, fragment);
  }

  private schemaAt(json: Json, pointer: string): Schema {
    if (this.byPointer.has(pointer)) return this.byPointer.get(pointer);
    const schema = new Schema(pointer);
    this.byPointer.set(pointer, schema);
    if (json.kind == Kind.Boolean) {
      schema.never = !json.flag;
      return schema;
    }
    if (!json.isObject) this.wrong(pointer, "a schema is an object, true or false");
    if (pointer != "" && json.has("$id")) this.wrong(pointer, "$id is supported at the root only");
    this.core(schema, json, pointer);
    this.values(schema, json, pointer);
    this.strings(schema, json, pointer);
    this.arrays(schema, json, pointer);
    this.objects(schema, json, pointer);
    this.combinations(schema, json, pointer);
    return schema;
  }

  private core(schema: Schema, json: Json, pointer: string): void {
    const anchor = this.text(json, "$anchor", pointer);
    if (anchor != "") this.anchors.set(anchor, schema);
    const reference = json.get("$ref");
    if (reference !== null) this.unresolved.push(new Unresolved(schema, this.text(json, "$ref", pointer)));
    if (json.has("$dynamicRef")) this.wrong(pointer, "$dynamicRef is not supported");
    // read for their form and their anchors; references find them by their place
    this.schemasByName(json, "$defs", pointer);
    this.schemasByName(json, "definitions", pointer);
  }

  private values(schema: Schema, json: Json, pointer: string): void {
    const type = json.get("type");
    if (type !== null) {
      if (type.isArray) {
        for (let at = 0; at < type.length; at++) schema.types |= this.typeOf(type.items[at], pointer);
      } else {
        schema.types = this.typeOf(type, pointer);
      }
      if (schema.types == 0) this.wrong(pointer, "type names none");
    }
    const enumeration = json.get("enum");
    if (enumeration !== null) {
      if (!enumeration.isArray) this.wrong(pointer, "enum is an array");
      schema.enumeration = enumeration.items;
    }
    schema.constant = json.get("const");
    schema.minimum = this.number(json, "minimum", pointer, -Infinity);
    schema.maximum = this.number(json, "maximum", pointer, Infinity);
    schema.exclusiveMinimum = this.number(json, "exclusiveMinimum", pointer, -Infinity);
    schema.exclusiveMaximum = this.number(json, "exclusiveMaximum", pointer, Infinity);
    schema.multipleOf = this.number(json, "multipleOf", pointer, 0);
    if (json.has("multipleOf") && schema.multipleOf <= 0) this.wrong(pointer, "multipleOf is above zero");
  }

  private strings(schema: Schema, json: Json, pointer: string): void {
    schema.minLength = this.count(json, "minLength", pointer, 0);
    schema.maxLength = this.count(json, "maxLength", pointer, Infinity);
    schema.format = this.text(json, "format", pointer);
    if (json.has("pattern")) {
      schema.patternSource = this.text(json, "pattern", pointer);
      schema.pattern = this.patternOf(schema.patternSource, pointer);
    }
  }

  private arrays(schema: Schema, json: Json, pointer: string): void {
    schema.minItems = this.count(json, "minItems", pointer, 0);
    schema.maxItems = this.count(json, "maxItems", pointer, Infinity);
    schema.uniqueItems = this.flag(json, "uniqueItems", pointer);
    schema.prefixItems = this.schemas(json, "prefixItems", pointer);
    schema.items = this.schema(json, "items", pointer);
    schema.contains = this.schema(json, "contains", pointer);
    schema.minContains = this.count(json, "minContains", pointer, 1);
    schema.maxContains = this.count(json, "maxContains", pointer, Infinity);
    schema.unevaluatedItems = this.schema(json, "unevaluatedItems", pointer);
  }

  private objects(schema: Schema, json: Json, pointer: string): void {
    schema.minProperties = this.count(json, "minProperties", pointer, 0);
    schema.maxProperties = this.count(json, "maxProperties", pointer, Infinity);
    const required = json.get("required");
    if (required !== null) schema.required = this.names(required, "required", pointer);
    schema.properties = this.schemasByName(json, "properties", pointer);
    const patterns = json.get("patternProperties");
    if (patterns !== null) {
      if (!patterns.isObject) this.wrong(pointer, "patternProperties is an object");
      for (let at = 0; at < patterns.length; at++) {
        const source = patterns.names[at];
        const place = pointerTo(pointer + "/patternProperties", source);
        schema.patternProperties.push(
          new PatternSchema(source, this.patternOf(source, pointer), this.schemaAt(patterns.items[at], place)),
        );
      }
    }
    schema.additionalProperties = this.schema(json, "additionalProperties", pointer);
    schema.propertyNames = this.schema(json, "propertyNames", pointer);
    schema.dependentSchemas = this.schemasByName(json, "dependentSchemas", pointer);
    schema.unevaluatedProperties = this.schema(json, "unevaluatedProperties", pointer);
    const dependent = json.get("dependentRequired");
    if (dependent === null) return;
    if (!dependent.isObject) this.wrong(pointer, "dependentRequired is an object");
    const byName = new Map<string, string[]>();
    for (let at = 0; at < dependent.length; at++) {
      byName.set(dependent.names[at], this.names(dependent.items[at], "dependentRequired", pointer));
    }
    schema.dependentRequired = byName;
  }

  private combinations(schema: Schema, json: Json, pointer: string): void {
    schema.allOf = this.alternatives(json, "allOf", pointer);
    schema.anyOf = this.alternatives(json, "anyOf", pointer);
    schema.oneOf = this.alternatives(json, "oneOf", pointer);
    schema.not = this.schema(json, "not", pointer);
    schema.condition = this.schema(json, "if", pointer);
    schema.consequence = this.schema(json, "then", pointer);
    schema.alternative = this.schema(json, "else", pointer);
  }

  private typeOf(json: Json, pointer: string): i32 {
    const name = json.string;
    if (name == "null") return Types.Null;
    if (name == "boolean") return Types.Boolean;
    if (name == "number") return Types.Number;
    if (name == "integer") return Types.Integer;
    if (name == "string") return Types.String;
    if (name == "array") return Types.Array;
    if (name == "object") return Types.Object;
    this.wrong(pointer, "type is one of null, boolean, number, integer, string, array, object");
    return 0;
  }

  private patternOf(source: string, pointer: string): Pattern {
    const pattern = new Pattern(source);
    if (pattern.problem != "") this.wrong(pointer, 'the pattern "' + source + '": ' + pattern.problem);
    return pattern;
  }

  private schema(json: Json, keyword: string, pointer: string): Schema | null {
    const member = json.get(keyword);
    return member === null ? null : this.schemaAt(member, pointer + "/" + keyword);
  }

  private schemas(json: Json, keyword: string, pointer: string): Schema[] {
    const member = json.get(keyword);
    const schemas: Schema[] = [];
    if (member === null) return schemas;
    if (!member.isArray) this.wrong(pointer, keyword + " is an array of schemas");
    for (let at = 0; at < member.length; at++) {
      schemas.push(this.schemaAt(member.items[at], pointer + "/" + keyword + "/" + at.toString()));
    }
    return schemas;
  }

  private alternatives(json: Json, keyword: string, pointer: string): Schema[] {
    const schemas = this.schemas(json, keyword, pointer);
    if (json.has(keyword) && schemas.length == 0) this.wrong(pointer, keyword + " has at least one schema");
    return schemas;
  }

  private schemasByName(json: Json, keyword: string, pointer: string): Map<string, Schema> | null {
    const member = json.get(keyword);
    if (member === null) return null;
    if (!member.isObject) this.wrong(pointer, keyword + " is an object of schemas");
    const schemas = new Map<string, Schema>();
    for (let at = 0; at < member.length; at++) {
      const name = member.names[at];
      schemas.set(name, this.schemaAt(member.items[at], pointerTo(pointer + "/" + keyword, name)));
    }
    return schemas;
  }

  private names(json: Json, keyword: string, pointer: string): string[] {
    const names: string[] = [];
    if (!json.isArray) this.wrong(pointer, keyword + " has arrays of names");
    for (let at = 0; at < json.length; at++) {
      if (!json.items[at].isText) this.wrong(pointer, keyword + " has arrays of names");
      names.push(json.items[at].string);
    }
    return names;
  }

  private number(json: Json, keyword: string, pointer: string, otherwise: f64): f64 {
    const member = json.get(keyword);
    if (member === null) return otherwise;
    if (!member.isNumber) this.wrong(pointer, keyword + " is a number");
    return member.value;
  }

  private count(json: Json, keyword: string, pointer: string, otherwise: f64): f64 {
    const count = this.number(json, keyword, pointer, otherwise);
    if (json.has(keyword) && (count < 0 || count != Math.floor(count))) {
      this.wrong(pointer, keyword + " is an integer that is not negative");
    }
    return count;
  }

  private text(json: Json, keyword: string, pointer: string): string {
    const member = json.get(keyword);
    if (member === null) return "";
    if (!member.isText) this.wrong(pointer, keyword + " is a string");
    return member.string;
  }

  private flag(json: Json, keyword: string, pointer: string): bool {
    const member = json.get(keyword);
    if (member === null) return false;
    if (member.kind != Kind.Boolean) this.wrong(pointer, keyword + " is true or false");
    return member.flag;
  }

  private wrong(pointer: string, message: string): void {
    refuse("the schema at #" + pointer + ": " + message);
  }
}

function withoutFragment(uri: string): string {
  const hash = uri.indexOf("#");
  return hash < 0 ? uri : uri.substring(0, hash);
}
