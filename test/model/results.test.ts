import { describe, expect, it } from "vitest";
import { resultsVersion, storedResultsSchema } from "../../src/model/results.ts";
import { someExactRow, someResults } from "../support/results.ts";

describe("stored results", () => {
  it("are read as they were written", () => {
    const results = someResults({ comparisons: [someExactRow("a/a", "fuel", 1_000, 1_001)] });
    expect(storedResultsSchema.parse(JSON.parse(JSON.stringify(results)))).toEqual(results);
  });

  it("of version 1, which knew no fuel, are read as results without any", () => {
    const { fuelContract: _, profileChanges: __, ...rest } = someResults();
    const read = storedResultsSchema.parse({ ...rest, schema: 1 });
    expect(read).toEqual({ ...rest, schema: resultsVersion, fuelContract: null, profileChanges: [] });
  });

  it("of another version are not", () => {
    expect(storedResultsSchema.safeParse({ ...someResults(), schema: 3 }).success).toBe(false);
    expect(storedResultsSchema.safeParse(null).success).toBe(false);
  });
});
