import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulatedRun } from "../../bench/report/simulated.ts";
import { chartsOf } from "../../src/analysis/charts.ts";
import { renderPage } from "../../src/report/html/document.ts";
import { readPageAssets } from "../../src/report-folder.ts";
import { findChromium, startChromium } from "../support/chromium.ts";
import { hostile } from "../support/situations.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const program = findChromium();

/** A run with something of everything, and a case on which a stretch of the history is marked. */
const run = simulatedRun({ cases: 24, commits: 60, samplesInRound: 8, seed: 1 });

/** Without a Chromium there is nothing to open a page in: put one on the path, or name it in `CHROMIUM`. */
describe.skipIf(program === null)(
  "a page in Chromium (skipped where there is none on the path or in CHROMIUM)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "fuelgauge-page-"));
    const files = { run: join(folder, "run.html"), hostile: join(folder, "hostile.html") };
    let browser: Browser;

    beforeAll(async () => {
      const assets = await readPageAssets();
      writeFileSync(files.run, renderPage(run.results, chartsOf(run.results, run.history), {}, assets));
      writeFileSync(files.hostile, renderPage(hostile, chartsOf(hostile, []), {}, assets));
      browser = await startChromium(program ?? "");
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });

    /** A page that is open, whatever it said on its console, and whatever it asked for beside itself. */
    async function open(file: keyof typeof files, options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ offline: true, bypassCSP: false, ...options });
      const page = await context.newPage();
      const said: string[] = [];
      const asked: string[] = [];
      page.on("console", (message) => void said.push(message.text()));
      page.on("pageerror", (error) => void said.push(error.message));
      page.on("request", (request) => void asked.push(request.url()));
      await page.goto(pathToFileURL(files[file]).href);
      await page.waitForSelector(".opened figure svg");
      const own = (url: string) => url === pathToFileURL(files[file]).href || url.startsWith("data:");
      return {
        page,
        said,
        asked: () => asked.filter((url) => !own(url)),
        [Symbol.asyncDispose]: () => context.close(),
      };
    }

    /** Opens every kind of row, and goes to the end, so that everything that can be drawn is. */
    async function drawAll(page: Page): Promise<void> {
      await page.locator("details.more").evaluateAll((all) => {
        for (const each of all) each.setAttribute("open", "");
      });
      for (const tone of ["worse", "better", "untold", "same"]) {
        const closed = page.locator(`tr.${tone} button[aria-expanded="false"]`).first();
        if ((await closed.count()) > 0) await closed.click();
      }
      await page.locator("#rounds").scrollIntoViewIfNeeded();
      await page.locator('[data-chart="conditions"] svg').first().waitFor();
      await page.getByText("History of the base branch").first().waitFor();
    }

    it.each(["light", "dark"] as const)(
      "has no accessibility violation in %s, with charts of every kind",
      async (colorScheme) => {
        await using opened = await open("run", { colorScheme, bypassCSP: true });
        await drawAll(opened.page);
        await opened.page.addScriptTag({ content: axe });
        const found = await opened.page.evaluate<AxeResults>("axe.run()");
        expect(
          found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
        ).toEqual([]);
        expect(found.passes.length).toBeGreaterThan(20);
      },
    );

    it("opens without a network, asks for nothing, and has nothing to complain of", async () => {
      await using opened = await open("run");
      await drawAll(opened.page);
      expect(opened.asked()).toEqual([]);
      expect(opened.said).toEqual([]);
    });

    it("a hostile report runs nothing, asks for nothing, and shows its text as text", async () => {
      await using opened = await open("hostile");
      const { page } = opened;
      await page.evaluate("globalThis.alert = () => { throw new Error('it ran') }");
      for (const button of (await page.locator('button[aria-expanded="false"]:visible').all()).slice(0, 12)) {
        await button.click();
      }
      await page.waitForFunction(() => document.querySelectorAll(".opened .panel").length > 10);
      expect(await page.locator("img, iframe, object, embed, form, h1 ~ h1").count()).toBe(0);
      expect(await page.getByText('<img src=x onerror="alert(1)">').count()).toBeGreaterThan(0);
      expect(opened.asked()).toEqual([]);
      expect(opened.said).toEqual([]);
    });

    it("its policy refuses a script and a style of somebody else, and text as markup", async () => {
      await using opened = await open("run");
      const ran = await opened.page.evaluate(() => {
        const script = document.createElement("script");
        try {
          script.text = "document.title = 'ran'";
          document.body.append(script);
          document.body.innerHTML = "<b>gone</b>";
        } catch (thrown) {
          return thrown instanceof TypeError ? "refused" : String(thrown);
        }
        return document.title;
      });
      expect(ran).toBe("refused");
    });

    it.each([
      ["a phone", 390],
      ["a small phone", 320],
    ])("fits on %s", async (_name, width) => {
      await using opened = await open("run", {
        viewport: { width, height: 800 },
        isMobile: true,
        hasTouch: true,
      });
      await drawAll(opened.page);
      const scrolls = await opened.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(scrolls).toBe(false);
    });

    it("rows can be found by a text, picked by what they came to, and ordered", async () => {
      await using opened = await open("run");
      const { page } = opened;
      const shown = page.locator(".rows > tbody > tr:not(.opened):visible");
      const all = await page.locator(".rows > tbody > tr:not(.opened)").count();
      expect(all).toBe(run.results.comparisons.length);

      await page.locator("#find").fill("parse fuel");
      const expected = run.results.comparisons.filter(
        ({ case: id, metric }) => id.startsWith("parse/") && metric === "fuel",
      );
      await expect.poll(() => shown.count()).toBe(expected.length);
      expect(await page.locator("#found").textContent()).toBe(`${expected.length} of ${all} rows`);

      await page.locator("#find").fill("no such case");
      await expect.poll(() => shown.count()).toBe(0);
      expect(await page.locator(".none").isVisible()).toBe(true);

      await page.locator("#find").fill("");
      await page.locator('.picks button[data-tone="better"]').click();
      const better = run.results.comparisons.filter(({ verdict }) => verdict === "improved").length;
      expect(better).toBeGreaterThan(0);
      expect(await shown.count()).toBe(better);

      await page.locator('.picks button[data-tone="same"]').click();
      await page.locator("#order").selectOption("case");
      const names = await shown.locator("code").allTextContents();
      expect(names.length).toBeGreaterThan(5);
      expect(names).toEqual(names.toSorted());
    });

    it("a drifted figure leads to its row", async () => {
      await using opened = await open("run");
      const { page } = opened;
      const drifted = page.locator("#drift button[data-show]").first();
      const name = await drifted.textContent();
      await drifted.click();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);
      await expect.poll(() => page.locator(".opened figure svg").count()).toBeGreaterThan(1);
    });

    it("what it carries can be downloaded, as it was", async () => {
      await using opened = await open("run");
      const { page } = opened;
      const download = async (name: string) => {
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.locator(`button[data-download="${name}"]`).click(),
        ]);
        expect(file.suggestedFilename()).toBe(name);
        return readFileSync(await file.path(), "utf8");
      };
      expect(JSON.parse(await download("results.json"))).toEqual(run.results);
      const lines = (await download("rounds.csv")).trimEnd().split("\r\n");
      const rounds = new Set(
        run.results.measurements
          .filter(({ metric }) => metric === "time")
          .map((each) => `${each.case} ${each.round}`),
      );
      expect(lines).toHaveLength(1 + rounds.size);
      expect(lines[0]).toBe("case,metric,unit,round,base,head,control,ln_change,ln_control");
    });

    it("without its script there are still the verdict and all rows", async () => {
      const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
      const page = await context.newPage();
      await page.goto(pathToFileURL(files.run).href);
      expect(await page.locator("h1").textContent()).toMatch(/^\w[\w ]*:/);
      expect(await page.locator(".rows > tbody > tr").count()).toBe(run.results.comparisons.length);
      expect(await page.locator(".tools, .downloads").filter({ visible: true }).count()).toBe(0);
      await context.close();
    });
  },
);
