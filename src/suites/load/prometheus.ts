/**
 * Samples in Prometheus' text format, by name and labels as they are written: `executions_total{outcome="returned"}`.
 * Throws on a line that is none, and on a sample that is there twice.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseSamples(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, sample = "", written = ""] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    const value = numberOf(written);
    if (value === null) throw new Error(`this is no sample in Prometheus' text format: ${line}`);
    if (samples.has(sample)) throw new Error(`the sample ${sample} is there twice`);
    samples.set(sample, value);
  }
  return samples;
}

function numberOf(written: string): number | null {
  if (written === "NaN") return Number.NaN;
  const infinite = /^([+-]?)Inf$/.exec(written);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = Number(written);
  return written === "" || Number.isNaN(value) ? null : value;
}
