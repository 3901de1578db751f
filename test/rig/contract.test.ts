import { describe, expect, test } from "vitest";
import { type Exchange, openContract } from "./contract.ts";
import { dig, merge, omit } from "./json.ts";

const contract = openContract();
const repo = "/repos/octo/gauge";

function exchange(parts: Partial<Exchange> & Pick<Exchange, "path">): Exchange {
  return { method: "GET", query: new URLSearchParams(), status: 200, ...parts };
}

const artifacts = exchange({
  path: `${repo}/actions/artifacts`,
  query: new URLSearchParams({ name: "fuelgauge-baseline", per_page: "100" }),
  responseBody: contract.example("artifact-paginated"),
});
const comment = exchange({
  method: "POST",
  path: `${repo}/issues/7/comments`,
  requestBody: { body: "a report" },
  status: 201,
  responseBody: contract.example("issue-comment"),
});

describe("what keeps the contract", () => {
  test.each<[string, Exchange]>([
    ["a list with query parameters", artifacts],
    ["a comment", comment],
    ["a refusal that is not described", { ...artifacts, status: 403, responseBody: { message: "no" } }],
    ["a server error", { ...comment, status: 503, responseBody: undefined }],
    ["a redirect without a body", exchange({ path: `${repo}/actions/artifacts/1/zip`, status: 302 })],
    ["a deletion", exchange({ method: "DELETE", path: `${repo}/issues/comments/1`, status: 204 })],
    [
      "null where the description says nullable",
      { ...comment, responseBody: merge(comment.responseBody, { user: null }) },
    ],
  ])("%s", (_, kept) => {
    expect(contract.check(kept)).toEqual([]);
  });
});

describe("what breaks it", () => {
  const first = dig(artifacts.responseBody, "artifacts", 0);
  test.each<[string, Exchange, string]>([
    ["an unknown path", { ...artifacts, path: `${repo}/actions/artefacts` }, "no such operation"],
    ["an unknown method", { ...artifacts, method: "PUT" }, "no such operation"],
    [
      "an unknown query parameter",
      { ...artifacts, query: new URLSearchParams({ branch: "main" }) },
      "query must NOT have additional properties (branch)",
    ],
    [
      "a query parameter of the wrong type",
      { ...artifacts, query: new URLSearchParams({ per_page: "many" }) },
      "query/per_page must be integer",
    ],
    [
      "a query parameter outside its values",
      exchange({
        path: `${repo}/pulls`,
        query: new URLSearchParams({ state: "merged" }),
        responseBody: contract.example("pull-request-simple-items"),
      }),
      "query/state must be equal to one of the allowed values",
    ],
    [
      "a query parameter given twice",
      { ...artifacts, query: new URLSearchParams("page=1&page=2") },
      'query parameter "page" is given twice',
    ],
    ["a missing property", { ...comment, requestBody: {} }, "required property 'body'"],
    [
      "a property of the wrong type",
      { ...comment, requestBody: { body: 7 } },
      "request body/body must be string",
    ],
    [
      "a misspelt property",
      { ...comment, requestBody: { body: "a", in_reply_to: 3 } },
      "must NOT have additional properties (in_reply_to)",
    ],
    ["a missing body", { ...comment, requestBody: undefined }, "the request has no body"],
    ["a body where none is taken", { ...artifacts, requestBody: {} }, "the operation takes none"],
    [
      "an incomplete answer",
      { ...artifacts, responseBody: { total_count: 1, artifacts: [omit(first, ["expired"])] } },
      "required property 'expired'",
    ],
    [
      "null where the description does not say nullable",
      { ...artifacts, responseBody: { total_count: 1, artifacts: [merge(first, { name: null })] } },
      "answer 200/artifacts/0/name must be string",
    ],
    ["a status that is not described", { ...comment, status: 200 }, "status 200 is not described"],
    ["an answer without its body", { ...comment, responseBody: undefined }, "has no body"],
    [
      "51 annotations of a check run",
      exchange({
        method: "POST",
        path: `${repo}/check-runs`,
        requestBody: {
          name: "fuelgauge",
          head_sha: "0".repeat(40),
          output: {
            title: "t",
            summary: "s",
            annotations: Array.from({ length: 51 }, () => ({
              path: "a.ts",
              start_line: 1,
              end_line: 1,
              annotation_level: "notice",
              message: "m",
            })),
          },
        },
        status: 201,
        responseBody: contract.example("check-run-example-of-completed-conclusion"),
      }),
      "must NOT have more than 50 items",
    ],
  ])("%s", (_, broken, complaint) => {
    expect(contract.check(broken)).toContainEqual(expect.stringContaining(complaint));
  });
});

describe("which operation a path means", () => {
  test.each([
    ["/repos/o/r/commits/abc/pulls", "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls"],
    ["/repos/o/r/commits/heads/feature/x", "GET /repos/{owner}/{repo}/commits/{ref}"],
    ["/repos/o/r/compare/a...b%2Fc", "GET /repos/{owner}/{repo}/compare/{basehead}"],
    ["/repos/o/r", "GET /repos/{owner}/{repo}"],
  ])("%s", (path, name) => {
    expect(contract.operation("GET", path)?.name).toBe(name);
  });
});
