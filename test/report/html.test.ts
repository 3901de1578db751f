import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { simulatedRun } from "../../bench/report/simulated.ts";
import { chartsOf } from "../../src/analysis/charts.ts";
import { type Results, resultsSchema } from "../../src/model/results.ts";
import { renderPage } from "../../src/report/html/document.ts";
import { html, shown } from "../../src/report/html/html.ts";
import { cell } from "../../src/report/html/page/csv.ts";
import { packedHistory, unpackedLevels } from "../../src/report/html/page-data.ts";
import type { Links } from "../../src/report/markdown.ts";
import { pageElements, textOfPage } from "../support/page.ts";
import { someCase, someResults, someTimedRow } from "../support/results.ts";
import * as situations from "../support/situations.ts";

const assets = { script: "", style: "", licenses: "" };

function pageOf(results: Results, links: Links = {}): string {
  return renderPage(results, chartsOf(results, []), links, assets);
}

describe("a page says what the run came to", () => {
  it.each([
    ["regressed", situations.regressed, /Regressed: .+ slower/],
    ["unchanged", situations.unchanged, /No change beyond/],
    ["inconclusive", situations.inconclusive, /Cannot tell: /],
    ["no-baseline", situations.noBaseline, /No baseline yet: \d+ cases measured/],
    ["failed", situations.failed, /Failed: .+ wrong in head/],
    ["mixed", situations.mixed, /Mixed: .+ slower.*faster/],
    ["waived", situations.waived, /waived up to \d/],
    ["suspected", situations.suspected, /suspected regression/],
    ["control-moved", situations.controlMoved, /Run it again: /],
    ["imported", situations.imported, /nothing of them could be run again/],
    ["stored-base", situations.storedBase, /Only stored exact figures of the base were compared/],
    ["drifting", situations.drifting, /Drift of the base branch: /],
  ])("%s", (_name, results, words) => {
    expect(textOfPage(pageOf(results))).toMatch(words);
  });

  it("every row is in it once, whatever it came to", () => {
    const { comparisons } = situations.mixed;
    const rows = pageElements(pageOf(situations.mixed)).filter(
      ({ name, attributes }) => name === "button" && attributes.has("data-row"),
    );
    const indexes = rows.map(({ attributes }) => Number(attributes.get("data-row")));
    expect(new Set(indexes).size).toBe(indexes.length);
    expect(indexes.toSorted((one, other) => one - other)).toEqual(comparisons.map((_, index) => index));
  });

  it("what regressed comes before what improved, and what did not change is folded away", () => {
    const page = textOfPage(pageOf(situations.mixed));
    const places = ["Regressed", "Improved", "unchanged rows"].map((word) =>
      page.indexOf(word, page.indexOf("Verdict")),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it("without a base it shows what head measured", () => {
    const page = textOfPage(pageOf(situations.noBaseline));
    expect(page).toContain("Measured");
    expect(page).toMatch(/µs to [\d.]+ µs/);
  });
});

describe("nothing that a run says becomes markup", () => {
  const page = pageOf(situations.hostile, {
    repository: 'https://github.com/octo/"><script>alert(1)</script>',
    artifact: "javascript:alert(1)",
    run: "https://github.com/octo/wasm/actions/runs/1",
  });
  const elements = pageElements(page);

  it("it has the elements of the page and no others", () => {
    const own = pageElements(pageOf(situations.drifting)).concat(pageElements(pageOf(situations.waived)));
    const known = new Set([...own.map(({ name }) => name), "a", "ul", "li"]);
    expect([...new Set(elements.map(({ name }) => name))].filter((name) => !known.has(name))).toEqual([]);
  });

  it("no element has a handler, a style, or an address that is not https or its own", () => {
    for (const { attributes } of elements) {
      for (const [name, value] of attributes) {
        expect(name).not.toMatch(/^on|^style$|^srcdoc$/);
        if (name === "href" || name === "src")
          expect(value).toMatch(/^(https:\/\/github\.com\/|data:image\/svg\+xml,%3Csvg)/);
      }
    }
    expect(page).not.toContain('javascript:alert(1)"');
  });

  it("scripts are one of the page's own and data in base64", () => {
    const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts).toHaveLength(page.match(/<script/g)?.length ?? 0);
    for (const [, attributes = "", text = ""] of scripts) {
      if (attributes === "") expect(text).toBe("");
      else expect(text).toMatch(/^[A-Za-z0-9+/]+=*$/);
    }
  });

  it("what cannot be seen is gone, what can be is there", () => {
    const text = textOfPage(page);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('<img src=x onerror="alert(1)">');
    expect(text).toContain("</details>@everyone|");
  });

  it("a template escapes what is put into it, in text and in attributes", () => {
    const evil = `"'><b>&`;
    expect(html`<p title="${evil}">${evil}${[evil, null, 1]}</p>`.html).toBe(
      '<p title="&#34;&#39;&#62;&#60;b&#62;&#38;">&#34;&#39;&#62;&#60;b&#62;&#38;&#34;&#39;&#62;&#60;b&#62;&#38;1</p>',
    );
    expect(shown("a\u202eb<").html).toBe("a\ufffdb&#60;");
  });

  it("a script that names the end of its element does not end it, and its hash is that of what is there", () => {
    const script = 'const a = "</script><!--<script>";';
    const whole = renderPage(
      situations.regressed,
      chartsOf(situations.regressed, []),
      {},
      { ...assets, script },
    );
    expect(whole.match(/<script>/g)).toHaveLength(1);
    expect(whole).toContain('const a = "\\x3c/script>\\x3c!--\\x3cscript>";');
  });
});

describe("a page asks for nothing", () => {
  it("its policy allows its own script and style by their hashes, and no address", () => {
    const policy = pageElements(pageOf(situations.regressed))
      .find(({ attributes }) => attributes.get("http-equiv") === "Content-Security-Policy")
      ?.attributes.get("content");
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
    );
  });

  it("nothing in it is fetched: the only addresses are links", () => {
    const elements = pageElements(pageOf(situations.mixed, { repository: "https://github.com/octo/wasm" }));
    const fetching = elements.filter(
      ({ name, attributes }) =>
        ["img", "iframe", "object", "embed", "audio", "video", "source", "base", "form"].includes(name) ||
        attributes.has("src"),
    );
    expect(fetching).toEqual([]);
    expect(
      elements.filter(({ name }) => name === "link").map(({ attributes }) => attributes.get("rel")),
    ).toEqual(["icon"]);
  });
});

describe("a page carries its data", () => {
  it("the whole results.json, to the digit", () => {
    const { results } = simulatedRun({ cases: 5, commits: 12, samplesInRound: 5, seed: 3 });
    expect(resultsSchema.parse(packedIn(pageOf(results), "data-results"))).toEqual(results);
  });

  it("of very many samples only the figures of the rounds, and it says where the rest is", () => {
    const measurement = { case: "a/b", metric: "time", arm: "head" } as const;
    const many = someResults({
      comparisons: [someTimedRow("a/b", "unchanged", [-0.01, 0.01])],
      measurements: [0, 1].map((round) => ({
        ...measurement,
        round,
        samples: Array.from({ length: 60_000 }, (_, index) => 100 + ((index * 7) % 13)),
      })),
    });
    const page = pageOf(many);
    expect(page).not.toContain('id="data-results"');
    expect(textOfPage(page)).toMatch(/Every one of the 120,000 samples is in results\.json beside it/);
    expect(packedIn(page, "data-charts")).toMatchObject({ figures: [{ case: "a/b", rounds: [0, 1] }] });
  });

  it("the history of the base branch, as it was up to what a chart can show", () => {
    const { results, history } = simulatedRun({ cases: 3, commits: 30, samplesInRound: 5, seed: 4 });
    const charts = chartsOf(results, history);
    const packed = packedHistory(charts.history);
    expect(packed.commits).toHaveLength(30);
    for (const [index, line] of packed.lines.entries()) {
      const levels = charts.history.lines[index]?.levels ?? [];
      for (const [position, level] of unpackedLevels(line).entries()) {
        expect(level).toBeCloseTo(levels[position] ?? Number.NaN, 3);
      }
    }
  });

  it("a case with five hundred commits takes less than 2.6 KB, so that a thousand of them stay below 3 MB", () => {
    const { results, history } = simulatedRun({ cases: 100, commits: 500, samplesInRound: 10, seed: 1 });
    const page = renderPage(results, chartsOf(results, history), {}, assets).replace(
      /<script type="text\/plain" id="data-results">[^<]*/,
      "",
    );
    expect(Buffer.byteLength(page)).toBeLessThan(100 * 2_600);
    expect(page.match(/data-row="/g)).toHaveLength(results.comparisons.length);
  });
});

it("a table for a spreadsheet holds text that looks like a formula as text", () => {
  expect(["=1+1", "@x", "+1", "-a", "-1.5", 'a,"b"', "two\nlines", "parse/json"].map(cell)).toEqual([
    "'=1+1",
    "'@x",
    "'+1",
    "'-a",
    "-1.5",
    '"a,""b"""',
    '"two\nlines"',
    "parse/json",
  ]);
});

it("controls are told when they moved, and are no rows otherwise", () => {
  const results = someResults({
    comparisons: [
      someTimedRow("a/b", "unchanged", [-0.01, 0.01]),
      someTimedRow("control/clock", "unchanged", [-0.01, 0.01], { gating: false }),
    ],
    cases: [someCase("a/b"), { ...someCase("control/clock"), control: true }],
  });
  expect(textOfPage(pageOf(results))).not.toContain("control/clock");
});

function packedIn(page: string, id: string): unknown {
  const text = new RegExp(`<script type="text/plain" id="${id}">([^<]*)</script>`).exec(page)?.[1] ?? "";
  return JSON.parse(String(gunzipSync(Buffer.from(text, "base64"))));
}
