/**
 * How large a report of many cases with a long history is, and how long it takes to write and to open: `npm run
 * figures:report`, or `npm run figures:report -- 200 100` for other numbers of cases and commits. The run is made up from a
 * seed. Opening takes a Chromium, the one on the path or the one that `CHROMIUM` names.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chartsOf } from "../src/analysis/charts.ts";
import { median } from "../src/analysis/signed-rank.ts";
import { historyLength } from "../src/model/history.ts";
import { renderPage } from "../src/report/html/document.ts";
import { renderComment, renderReport } from "../src/report/markdown.ts";
import { readPageAssets } from "../src/report-folder.ts";
import { findChromium, startChromium } from "../test/support/chromium.ts";
import { simulatedRun } from "./report/simulated.ts";

const cases = Number(process.argv[2] ?? 1_000);
const commits = Number(process.argv[3] ?? historyLength);
const runs = 5;

const assets = await readPageAssets();
const links = { repository: "https://github.com/octo/wasm" };
const { results, history } = simulatedRun({ cases, commits, samplesInRound: 10, seed: 1 });
const samples = results.measurements.reduce((count, each) => count + each.samples.length, 0);
console.log(
  `${cases} cases, ${results.comparisons.length} rows, ${samples} samples, ${commits} commits, ${results.verdict}, Node ${process.version}`,
);

let page = "";
const parts: Readonly<Record<string, () => string>> = {
  comment: () => renderComment(results, links, { marker: "<!-- fuelgauge -->" }),
  "report.md": () => renderReport(results, links),
  "report.html": () => {
    page = renderPage(results, chartsOf(results, history), links, assets);
    return page;
  },
};
const times = Object.entries(parts).map(([name, render]) => {
  const { ms, cpuMs, text } = timed(render);
  console.log(
    `${name}: ${Buffer.byteLength(text).toLocaleString("en")} bytes, ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of processor time)`,
  );
  return ms;
});
console.log(`all three: ${times.reduce((sum, ms) => sum + ms, 0).toFixed(0)} ms (to reach: under 2,000 ms)`);
await open();

/** The first time, as in a run: nothing is warm. */
function timed(render: () => string): { ms: number; cpuMs: number; text: string } {
  const start = performance.now();
  const before = process.cpuUsage();
  const text = render();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, text };
}

async function open(): Promise<void> {
  const program = findChromium();
  if (program === null) {
    console.log("not opened: there is no Chromium on the path, and CHROMIUM names none");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-report-"));
  const file = join(folder, "report.html");
  writeFileSync(file, page);
  const browser = await startChromium(program);
  try {
    const opened: { loaded: number; drawn: number; busy: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const protocol = await tab.context().newCDPSession(tab);
      await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
      await tab.goto(pathToFileURL(file).href);
      await tab.waitForSelector(".opened figure");
      const { metrics } = await protocol.send("Performance.getMetrics");
      const busy = 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
      opened.push({
        busy,
        ...(await tab.evaluate(() => {
          const [entry] = performance.getEntriesByType("navigation");
          const loaded = entry instanceof PerformanceNavigationTiming ? entry.loadEventEnd : Number.NaN;
          return { loaded, drawn: performance.now() };
        })),
      });
      await tab.close();
    }
    const middle = (of: (each: (typeof opened)[number]) => number) => median(opened.map(of))?.toFixed(0);
    console.log(
      `Chromium ${browser.version()}: loaded after ${middle(({ loaded }) => loaded)} ms, first charts after ${middle(({ drawn }) => drawn)} ms (to reach: under 1,000 ms), with ${middle(({ busy }) => busy)} ms of processor time in the page; medians of ${runs}`,
    );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}
