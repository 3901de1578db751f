import { cell } from "./csv.ts";
import { all, element, find } from "./dom.ts";
import { chartData, resultsText } from "./embedded.ts";

/** What of the page's data can be had as a file, by its name. */
const files: Readonly<Record<string, { readonly type: string; text(): Promise<string> }>> = {
  "results.json": { type: "application/json", text: resultsText },
  "rounds.csv": { type: "text/csv", text: roundsTable },
};

export function offerDownloads(): void {
  for (const button of all("button[data-download]", HTMLButtonElement)) {
    button.addEventListener("click", () => void download(button.dataset.download ?? ""));
  }
  find(".downloads", HTMLElement)?.removeAttribute("hidden");
}

async function download(name: string): Promise<void> {
  const file = files[name];
  if (file === undefined) return;
  const url = URL.createObjectURL(new Blob([await file.text()], { type: file.type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** One line for each round of each case and metric. */
async function roundsTable(): Promise<string> {
  const { figures } = await chartData();
  const lines = figures.flatMap((row) =>
    row.rounds.map((round, index) => [
      row.case,
      row.metric,
      row.unit,
      String(round),
      ...[row.figures.base, row.figures.head, row.figures.control, row.change, row.control].map((column) =>
        String(column[index] ?? ""),
      ),
    ]),
  );
  const header = ["case", "metric", "unit", "round", "base", "head", "control", "ln_change", "ln_control"];
  return [header, ...lines].map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}
