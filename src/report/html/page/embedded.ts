import { type ChartData, dataIds, type HistoryData } from "../page-data.ts";

/** What the charts of the rows are drawn from. Read once, when it is first asked for. */
export const chartData = once(async () => JSON.parse(await text(dataIds.charts)) as ChartData);

/** The history of the base branch; no lines where the page has none. */
export const historyData = once(
  async () => JSON.parse((await text(dataIds.history)) || '{"commits":[],"lines":[]}') as HistoryData,
);

/** The whole results.json. */
export function resultsText(): Promise<string> {
  return text(dataIds.results);
}

async function text(id: string): Promise<string> {
  const packed = document.getElementById(id)?.textContent ?? "";
  if (packed === "") return "";
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).text();
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}
