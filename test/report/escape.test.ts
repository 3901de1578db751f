import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartLabel, inlineCode, linkTarget, logText, prose, visibleText } from "../../src/report/escape.ts";
import { outsideCode, shownCode } from "../support/markdown.ts";
import { hostileTexts } from "../support/situations.ts";

/** Any text, with what means something to Markdown far more often than chance has it. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...hostileTexts,
        "`",
        "``",
        "|",
        "\\",
        "<",
        ">",
        "&#64;",
        "@a",
        "#1",
        "\n",
        "- ",
        "1. ",
        "===",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

describe("visibleText", () => {
  it("keeps words of any script and replaces what cannot be seen", () => {
    expect(visibleText("  größer\t日本語 \u202eabc\u0007 ")).toBe("größer 日本語 \u{fffd}abc\u{fffd}");
  });

  it("counts characters, not halves of them, when it cuts", () => {
    expect(visibleText("😀😀😀😀", 3)).toBe("😀😀…");
  });

  it("is one well-formed line of the length asked for, whatever comes", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, length) => {
        const visible = visibleText(text, length);
        expect(visible.isWellFormed()).toBe(true);
        expect(visible).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect([...visible].length).toBeLessThanOrEqual(length);
      }),
    );
  });
});

describe("inlineCode", () => {
  it("is a plain code span where that is safe", () => {
    expect(inlineCode("execution/fib-20 <T>")).toBe("`execution/fib-20 <T>`");
  });

  it("is a code element where a span could be ended from inside", () => {
    expect(inlineCode("a`b|c")).toBe("<code>a&#96;b&#124;c</code>");
  });

  it("shows the visible text and leaves nothing outside of code and nothing that ends a cell", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const code = inlineCode(text);
        const visible = visibleText(text, 100);
        if (visible === "") expect(code).toBe("(empty)");
        else expect(outsideCode(code)).toBe("CODE");
        expect(code).not.toMatch(/[|\\\n]/);
        expect(shownCode(code)).toBe(visible || "(empty)");
      }),
    );
  });
});

describe("prose", () => {
  it("leaves a sentence as it is written", () => {
    const sentence =
      "main has no run (in its last 30 commits), so nothing's compared; ±2 % – 12 rounds needed!";
    expect(prose(sentence)).toBe(sentence);
  });

  it.each([
    "@everyone",
    "#1",
    "https://x.example",
    "www.x.example",
    "GH-12",
    ":tada:",
    "*a*",
    "a_b_",
    "~~x~~",
    "$x$",
  ])("shows %s as code", (word) => {
    expect(prose(`see ${word} there`)).toBe(`see \`${word}\` there`);
  });

  it.each(["-", "1.", "===", "+", "4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a"])(
    "shows %s as code, for what it could start",
    (word) => {
      expect(prose(word)).toBe(`\`${word}\``);
    },
  );

  it("leaves nothing outside of code that means something", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const outside = outsideCode(prose(text));
        expect(outside).not.toMatch(/[<>@#|\\`*_~[\]&$\n]|:\/\/|www\./i);
        expect(outside).not.toMatch(/^(?:[-+=]+|\d+[.)])(?: |$)/);
      }),
    );
  });
});

describe("linkTarget", () => {
  it("takes https alone", () => {
    expect(linkTarget("https://github.com/o/r/actions/runs/1?a=b#c")).toBe(
      "https://github.com/o/r/actions/runs/1?a=b#c",
    );
    for (const address of ["javascript:alert(1)", "http://x.example", "//x.example", "https://", ""]) {
      expect(linkTarget(address)).toBeNull();
    }
  });

  it("never ends the link early", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(linkTarget(`https://x.example/${text}`)).toMatch(/^https:\/\/x\.example\/[^\s()<>[\]|\\`]*$/);
      }),
    );
  });
});

it("a label of a chart can hold no syntax of mermaid", () => {
  expect(chartLabel("")).toBe("?");
  expect(chartLabel('a"] --> %%{b}\n```')).toBe("a?? --? ???b? ???");
  fc.assert(
    fc.property(anyText, (text) => {
      expect(chartLabel(text)).toMatch(/^[A-Za-z0-9 ./_+?-]{1,36}$/);
    }),
  );
});

it("a line of the log is no command to the runner", () => {
  expect(logText("\n ::error::x ##[group]y")).toBe(": :error::x ## [group]y");
  fc.assert(
    fc.property(anyText, (text) => {
      expect(logText(text)).not.toMatch(/^\s*::|##\[|\p{Cc}/u);
    }),
  );
});
