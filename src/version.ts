import manifest from "../package.json" with { type: "json" };

/** Version of this Fuelgauge. */
export const version: string = manifest.version;
