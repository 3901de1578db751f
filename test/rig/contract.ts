import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import { bySpecificity, matchPath } from "./path-template.ts";

/** One REST request with its answer, as it went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly requestBody?: Json | undefined;
  readonly status: number;
  readonly responseBody?: Json | undefined;
}

export interface Operation {
  /** `GET /repos/{owner}/{repo}` */
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/** GitHub's description of its REST API, ready to judge. */
export interface Contract {
  /** What is wrong with the exchange, one line each; empty when it keeps the contract. */
  check(exchange: Exchange): string[];
  /** The operation that a request means. */
  operation(method: string, path: string): Operation | undefined;
  /** One of `components.examples`: a real answer, to be used as a template. */
  example(name: string): Json;
}

/** Statuses that GitHub answers everywhere, although its description leaves them out of many operations. */
const undescribedStatuses = [401, 403, 404, 429];

const reference = z.strictObject({ $ref: z.string() });
const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  schema: z.json(),
  "x-multi-segment": z.boolean().default(false),
});
const contentSchema = z.record(z.string(), z.looseObject({ schema: z.json().optional() }));
const responseSchema = z.looseObject({ content: contentSchema.default({}) });
const operationSchema = z.looseObject({
  parameters: z.array(z.union([reference, parameterSchema])).default([]),
  requestBody: z.looseObject({ content: contentSchema, required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.union([reference, responseSchema])),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({
    parameters: z.record(z.string(), parameterSchema),
    responses: z.record(z.string(), responseSchema),
    examples: z.record(z.string(), z.looseObject({ value: z.json() })),
  }),
});
type Document = z.infer<typeof documentSchema>;

/** One operation with its validators, which are compiled when first needed. */
interface Rules {
  readonly name: string;
  readonly method: string;
  readonly template: string;
  readonly multiSegment: readonly string[];
  readonly query: () => ValidateFunction;
  readonly body: { readonly required: boolean; readonly validate: () => ValidateFunction } | undefined;
  /** By status; null where the answer has no body. */
  readonly responses: ReadonlyMap<number, (() => ValidateFunction) | null>;
}

/** Reads the contract that lies beside this file. */
export function openContract(): Contract {
  const text = readFileSync(new URL("contract/github-rest.openapi.json", import.meta.url), "utf8");
  const document = documentSchema.parse(nullableAsJsonSchema(JSON.parse(text)));
  const rules = rulesOf(document);

  function find(method: string, path: string): { rules: Rules; params: Record<string, string> } | undefined {
    for (const candidate of rules) {
      const params = candidate.method === method ? matchPath(candidate, path) : undefined;
      if (params !== undefined) return { rules: candidate, params };
    }
    return undefined;
  }

  return {
    check(exchange) {
      const found = find(exchange.method, exchange.path);
      const problems =
        found === undefined
          ? ["the contract has no such operation"]
          : [...checkRequest(found.rules, exchange), ...checkResponse(found.rules, exchange)];
      return problems.map((problem) => `${exchange.method} ${exchange.path}: ${problem}`);
    },
    operation(method, path) {
      const found = find(method, path);
      return found && { name: found.rules.name, params: found.params };
    },
    example(name) {
      const example = document.components.examples[name];
      if (example === undefined) throw new Error(`the contract has no example "${name}"`);
      return example.value;
    },
  };
}

function rulesOf(document: Document): Rules[] {
  const bodies = new Ajv({ strict: false, allErrors: true });
  const queries = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
  formats.default(bodies);
  formats.default(queries);
  bodies.addSchema({ ...document, $id: "github" });

  const pointer = (...parts: string[]) => ({
    $ref: `github#/${parts
      .map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"))
      .map(encodeURIComponent)
      .join("/")}`,
  });
  const rules: Rules[] = [];
  for (const [template, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const parameters = operation.parameters.map((parameter) =>
        isReference(parameter) ? named(document.components.parameters, parameter) : parameter,
      );
      const asked = parameters.filter((parameter) => parameter.in === "query");
      const responses = Object.entries(operation.responses).map(([status, response]) => {
        const at = isReference(response)
          ? ["components", "responses", lastPart(response)]
          : ["paths", template, method, "responses", status];
        const { content } = isReference(response) ? named(document.components.responses, response) : response;
        const schema = content["application/json"]?.schema;
        return [
          Number(status),
          schema === undefined
            ? null
            : once(() => bodies.compile(pointer(...at, "content", "application/json", "schema"))),
        ] as const;
      });
      const body = operation.requestBody;
      const bodyAt = ["paths", template, method, "requestBody", "content", "application/json", "schema"];
      rules.push({
        name: `${method.toUpperCase()} ${template}`,
        method: method.toUpperCase(),
        template,
        multiSegment: parameters.filter((each) => each["x-multi-segment"]).map((each) => each.name),
        query: once(() =>
          queries.compile({
            type: "object",
            properties: Object.fromEntries(asked.map((parameter) => [parameter.name, parameter.schema])),
            required: asked.filter((parameter) => parameter.required).map((parameter) => parameter.name),
            additionalProperties: false,
          }),
        ),
        body: body && {
          required: body.required,
          validate: once(() => bodies.compile(closed(pointer(...bodyAt), body.content))),
        },
        responses: new Map(responses),
      });
    }
  }
  return rules.toSorted(bySpecificity);
}

/**
 * A request body's schema that refuses unknown properties. GitHub ignores them, so that a misspelt optional property
 * would go unnoticed.
 */
function closed(schema: JsonObject, content: z.infer<typeof contentSchema>): JsonObject {
  const original = content["application/json"]?.schema;
  const isOpen = !isJsonObject(original) || "additionalProperties" in original || !("properties" in original);
  return isOpen
    ? schema
    : { allOf: [schema], properties: closedNames(original), additionalProperties: false };
}

function closedNames(schema: JsonObject): JsonObject {
  const { properties } = schema;
  return isJsonObject(properties)
    ? Object.fromEntries(Object.keys(properties).map((name) => [name, true]))
    : {};
}

function checkRequest(rules: Rules, { query, requestBody }: Exchange): string[] {
  const problems: string[] = [];
  const names = [...query.keys()];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  problems.push(...repeated.map((name) => `query parameter "${name}" is given twice`));
  problems.push(...complaints(rules.query(), Object.fromEntries(query), "query"));
  if (rules.body === undefined) {
    if (requestBody !== undefined) problems.push("the request has a body, the operation takes none");
  } else if (requestBody !== undefined) {
    problems.push(...complaints(rules.body.validate(), requestBody, "request body"));
  } else if (rules.body.required) {
    problems.push("the request has no body");
  }
  return problems;
}

function checkResponse(rules: Rules, { status, responseBody }: Exchange): string[] {
  const validate = rules.responses.get(status);
  if (status >= 500) return [];
  if (validate === undefined) {
    return undescribedStatuses.includes(status) ? [] : [`status ${status} is not described`];
  }
  if (validate === null) return responseBody === undefined ? [] : [`the answer ${status} must have no body`];
  if (responseBody === undefined) return [`the answer ${status} has no body`];
  return complaints(validate(), responseBody, `answer ${status}`);
}

function complaints(validate: ValidateFunction, value: Json, where: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 5).map((error) => {
    const detail =
      typeof error.params.additionalProperty === "string" ? ` (${error.params.additionalProperty})` : "";
    return `${where}${error.instancePath} ${error.message ?? error.keyword}${detail}`;
  });
}

/** OpenAPI 3.0 says `nullable`; JSON Schema says "or null". Examples are data and stay as they are. */
function nullableAsJsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(nullableAsJsonSchema);
  if (!isJsonObject(value)) return value;
  const translated: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "nullable" && typeof item === "boolean") continue;
    translated[key] = key === "example" || key === "examples" ? item : nullableAsJsonSchema(item);
  }
  return value.nullable === true ? { anyOf: [{ type: "null" }, translated] } : translated;
}

function isReference(value: object): value is z.infer<typeof reference> {
  return "$ref" in value;
}

function lastPart({ $ref }: z.infer<typeof reference>): string {
  return $ref.slice($ref.lastIndexOf("/") + 1);
}

function named<T>(parts: Record<string, T>, at: z.infer<typeof reference>): T {
  const part = parts[lastPart(at)];
  if (part === undefined) throw new Error(`the contract refers to ${at.$ref}, which it does not have`);
  return part;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
