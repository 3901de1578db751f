import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();
const format = (records: readonly unknown[], style: string, markup = "plain") =>
  callTool(kernel, "citation-formatter", { records, style, markup });
const all = async (records: readonly unknown[], style: string, markup?: string) => {
  const { result, error } = await format(records, style, markup);
  expect(error).toBeNull();
  return result?.citations as { citation: string; inText: string }[];
};
const cited = async (record: unknown, style: string, markup?: string) =>
  (await all([record], style, markup))[0] ?? { citation: "", inText: "" };

const name = (family: string, given: string) => ({ family, given });
const article = {
  type: "article",
  title: "Deep learning",
  authors: [name("LeCun", "Yann"), name("Bengio", "Yoshua"), name("Hinton", "Geoffrey Everest")],
  date: "2015-05-28",
  container: "Nature",
  volume: "521",
  issue: "7553",
  pages: "436-444",
  doi: "https://doi.org/10.1038/nature14539",
};
const chapter = {
  type: "chapter",
  title: "Is it so?",
  authors: [name("Sartre", "Jean-Paul")],
  editors: [name("Doe", "Jane"), name("Roe", "Richard")],
  date: "2001",
  container: "Essays on Doubt",
  pages: "12--34",
  edition: "3",
  publisher: "Example Press",
  place: "Paris",
};
const website = {
  type: "website",
  title: "WebAssembly",
  authors: ["World Wide Web Consortium"],
  date: "2024-09-30",
  container: "W3C",
  url: "https://www.w3.org/wasm",
  accessed: "2024-10-02",
};
const book = {
  type: "book",
  title: "The C Programming Language",
  authors: [name("Kernighan", "Brian W."), name("Ritchie", "Dennis M.")],
  date: "1988",
  edition: "2",
  publisher: "Prentice Hall",
  place: "Englewood Cliffs, NJ",
};
const thesis = {
  type: "thesis",
  title: "On computable things",
  authors: [name("Turing", "Alan Mathison")],
  date: "1938",
  publisher: "Princeton University",
};
const page = {
  type: "website",
  title: "A page",
  container: "A Site",
  url: "https://example.com/a",
  accessed: "2024-06-02",
};

describe.each([
  [
    "apa",
    [
      [
        article,
        "LeCun, Y., Bengio, Y., & Hinton, G. E. (2015). Deep learning. *Nature*, *521*(7553), 436–444. https://doi.org/10.1038/nature14539",
        "(LeCun et al., 2015)",
      ],
      [
        book,
        "Kernighan, B. W., & Ritchie, D. M. (1988). *The C Programming Language* (2nd ed.). Prentice Hall.",
        "(Kernighan & Ritchie, 1988)",
      ],
      [
        chapter,
        "Sartre, J.-P. (2001). Is it so? In J. Doe & R. Roe (Eds.), *Essays on Doubt* (3rd ed., pp. 12–34). Example Press.",
        "(Sartre, 2001)",
      ],
      [
        website,
        "World Wide Web Consortium. (2024, September 30). *WebAssembly*. W3C. https://www.w3.org/wasm",
        "(World Wide Web Consortium, 2024)",
      ],
      [
        page,
        "*A page*. (n.d.). A Site. Retrieved June 2, 2024, from https://example.com/a",
        "(*A page*, n.d.)",
      ],
      [
        thesis,
        "Turing, A. M. (1938). *On computable things* [Doctoral dissertation, Princeton University].",
        "(Turing, 1938)",
      ],
    ],
  ],
  [
    "mla",
    [
      [
        article,
        "LeCun, Yann, et al. “Deep learning.” *Nature*, vol. 521, no. 7553, 2015, pp. 436–444, https://doi.org/10.1038/nature14539.",
        "(LeCun et al.)",
      ],
      [
        book,
        "Kernighan, Brian W., and Dennis M. Ritchie. *The C Programming Language*. 2nd ed., Prentice Hall, 1988.",
        "(Kernighan and Ritchie)",
      ],
      [
        chapter,
        "Sartre, Jean-Paul. “Is it so?” *Essays on Doubt*, edited by Jane Doe and Richard Roe, 3rd ed., Example Press, 2001, pp. 12–34.",
        "(Sartre)",
      ],
      [
        website,
        "World Wide Web Consortium. “WebAssembly.” *W3C*, 30 Sept. 2024, www.w3.org/wasm. Accessed 2 Oct. 2024.",
        "(World Wide Web Consortium)",
      ],
      [page, "“A page.” *A Site*, example.com/a. Accessed 2 June 2024.", "(“A page”)"],
      [
        thesis,
        "Turing, Alan Mathison. *On computable things*. 1938. Princeton University, PhD dissertation.",
        "(Turing)",
      ],
    ],
  ],
  [
    "chicago",
    [
      [
        article,
        "LeCun, Yann, Yoshua Bengio, and Geoffrey Everest Hinton. 2015. “Deep learning.” *Nature* 521 (7553): 436–444. https://doi.org/10.1038/nature14539.",
        "(LeCun, Bengio, and Hinton 2015)",
      ],
      [
        book,
        "Kernighan, Brian W., and Dennis M. Ritchie. 1988. *The C Programming Language*. 2nd ed. Englewood Cliffs, NJ: Prentice Hall.",
        "(Kernighan and Ritchie 1988)",
      ],
      [
        chapter,
        "Sartre, Jean-Paul. 2001. “Is it so?” In *Essays on Doubt*, 3rd ed., edited by Jane Doe and Richard Roe, 12–34. Paris: Example Press.",
        "(Sartre 2001)",
      ],
      [
        website,
        "World Wide Web Consortium. 2024. “WebAssembly.” W3C. September 30, 2024. https://www.w3.org/wasm.",
        "(World Wide Web Consortium 2024)",
      ],
      [page, "“A page.” n.d. A Site. Accessed June 2, 2024. https://example.com/a.", "(“A page” n.d.)"],
      [
        thesis,
        "Turing, Alan Mathison. 1938. “On computable things.” PhD diss., Princeton University.",
        "(Turing 1938)",
      ],
    ],
  ],
  [
    "ieee",
    [
      [
        article,
        "[1] Y. LeCun, Y. Bengio, and G. E. Hinton, “Deep learning,” *Nature*, vol. 521, no. 7553, pp. 436–444, May 28, 2015, doi: 10.1038/nature14539.",
        "[1]",
      ],
      [
        book,
        "[1] B. W. Kernighan and D. M. Ritchie, *The C Programming Language*, 2nd ed. Englewood Cliffs, NJ: Prentice Hall, 1988.",
        "[1]",
      ],
      [
        chapter,
        "[1] J.-P. Sartre, “Is it so?” in *Essays on Doubt*, 3rd ed., J. Doe and R. Roe, Eds. Paris: Example Press, 2001, pp. 12–34.",
        "[1]",
      ],
      [
        website,
        "[1] World Wide Web Consortium, “WebAssembly,” W3C, Sep. 30, 2024. Accessed: Oct. 2, 2024. [Online]. Available: https://www.w3.org/wasm",
        "[1]",
      ],
      [
        page,
        "[1] “A page,” A Site. Accessed: Jun. 2, 2024. [Online]. Available: https://example.com/a",
        "[1]",
      ],
      [
        thesis,
        "[1] A. M. Turing, “On computable things,” Ph.D. dissertation, Princeton University, 1938.",
        "[1]",
      ],
    ],
  ],
  [
    "harvard",
    [
      [
        article,
        "LeCun, Y., Bengio, Y. and Hinton, G.E. (2015) ‘Deep learning’, *Nature*, 521(7553), pp. 436–444. Available at: https://doi.org/10.1038/nature14539.",
        "(LeCun, Bengio and Hinton, 2015)",
      ],
      [
        book,
        "Kernighan, B.W. and Ritchie, D.M. (1988) *The C Programming Language*. 2nd edn. Englewood Cliffs, NJ: Prentice Hall.",
        "(Kernighan and Ritchie, 1988)",
      ],
      [
        chapter,
        "Sartre, J.-P. (2001) ‘Is it so?’, in J. Doe and R. Roe (eds) *Essays on Doubt*. 3rd edn. Paris: Example Press, pp. 12–34.",
        "(Sartre, 2001)",
      ],
      [
        website,
        "World Wide Web Consortium (2024) *WebAssembly*. W3C. Available at: https://www.w3.org/wasm (Accessed: 2 October 2024).",
        "(World Wide Web Consortium, 2024)",
      ],
      [
        page,
        "*A page* (no date). A Site. Available at: https://example.com/a (Accessed: 2 June 2024).",
        "(*A page*, no date)",
      ],
      [
        thesis,
        "Turing, A.M. (1938) *On computable things*. PhD thesis. Princeton University.",
        "(Turing, 1938)",
      ],
    ],
  ],
] as const)("%s", (style, table) => {
  test.each(table.map(([record, citation, inText]) => [record.title, record, citation, inText] as const))(
    "%s",
    async (_title, record, citation, inText) => {
      expect(await cited(record, style, "markdown")).toEqual({ citation, inText });
    },
  );
});

test("an entry of BibTeX has what is known, escaped, and a name of its own", async () => {
  const record = {
    ...article,
    title: "100% of {A} & B_c",
    authors: [name("Åström", "K. J."), "R & D"],
    key: undefined,
  };
  const { citation } = await cited(JSON.parse(JSON.stringify(record)), "bibtex");
  expect(citation).toBe(
    [
      "@article{astrom2015,",
      "  author = {Åström, K. J. and {R \\& D}},",
      "  title = {{100\\% of \\{A\\} \\& B\\_c}},",
      "  journal = {Nature},",
      "  year = {2015},",
      "  month = may,",
      "  volume = {521},",
      "  number = {7553},",
      "  pages = {436--444},",
      "  doi = {10.1038/nature14539}",
      "}",
    ].join("\n"),
  );
  const entries = await all([book, book, { ...book, key: "kr" }], "bibtex");
  expect(entries.map(({ inText }) => inText)).toEqual([
    "\\cite{kernighan1988programming}",
    "\\cite{kernighan1988programming-2}",
    "\\cite{kr}",
  ]);
});

test("of many authors, each style names as many as it may", async () => {
  const authors = Array.from({ length: 21 }, (_, at) => name(`Author${at + 1}`, "X"));
  const record = { type: "book", title: "All", date: "2000", authors };
  const apa = (await cited(record, "apa")).citation;
  expect(apa).toContain("Author18, X., Author19, X., . . . Author21, X. (2000)");
  const twenty = (await cited({ ...record, authors: authors.slice(0, 20) }, "apa")).citation;
  expect(twenty).toContain("Author19, X., & Author20, X. (2000)");
  expect((await cited(record, "chicago")).citation).toMatch(/^Author1, X, .*X Author7, et al\. 2000\./);
  expect((await cited(record, "mla")).citation).toMatch(/^Author1, X, et al\. All\./);
  expect((await cited(record, "ieee")).citation).toMatch(/^\[1\] X\. Author1 et al\., All\./);
  expect((await cited(record, "harvard")).citation).toMatch(/^Author1, X\. et al\. \(2000\) All\./);
});

test("works of the same authors and year are told apart, others are not", async () => {
  const first = { ...thesis, title: "First" };
  const second = { ...thesis, title: "Second" };
  for (const [style, years] of [
    ["apa", ["1938a", "1988", "1938b"]],
    ["chicago", ["1938a", "1988", "1938b"]],
    ["harvard", ["1938a", "1988", "1938b"]],
  ] as const) {
    const citations = await all([first, book, second], style);
    years.forEach((year, at) => {
      expect(citations[at]?.citation).toContain(year);
      expect(citations[at]?.inText).toContain(year);
    });
  }
});

test("editors stand first where a book has no author", async () => {
  const record = {
    type: "book",
    title: "Handbook",
    editors: [name("Doe", "Jane")],
    publisher: "Press",
    date: "1999",
  };
  expect((await cited(record, "apa")).citation).toBe("Doe, J. (Ed.). (1999). Handbook. Press.");
  expect((await cited(record, "mla")).citation).toBe("Doe, Jane, editor. Handbook. Press, 1999.");
  expect((await cited(record, "chicago")).citation).toBe("Doe, Jane, ed. 1999. Handbook. Press.");
  expect((await cited(record, "ieee")).citation).toBe("[1] J. Doe, Ed., Handbook. Press, 1999.");
  expect((await cited(record, "harvard")).citation).toBe("Doe, J. (ed.) (1999) Handbook. Press.");
});

test("a title of nothing but spaces is refused, and a name of nothing else left out", async () => {
  expect((await format([{ type: "book", title: " " }], "apa")).error).toContain("has no title");
  expect((await cited({ type: "book", title: "A", authors: [" "] }, "apa")).citation).toBe("A. (n.d.).");
});

test("what a record says means itself in each markup", async () => {
  const record = { type: "book", title: "<b> & *stars*", authors: ["A_B"] };
  expect((await cited(record, "apa", "html")).citation).toBe("A_B. (n.d.). <i>&lt;b&gt; &amp; *stars*</i>.");
  expect((await cited(record, "apa", "markdown")).citation).toBe("A\\_B. (n.d.). *\\<b> & \\*stars\\**.");
});

const words = fc.constantFrom("Alpha", "Beta Gamma", "Delta?", "Épsilon", "Z.");
const date = fc.constantFrom("2020", "2020-02", "2020-02-29");
const names = fc.array(
  fc.oneof(
    words,
    fc.record(
      { family: words, given: fc.constantFrom("", "Ann", "J.-P.", "Mary  Lee") },
      { requiredKeys: ["family"] },
    ),
  ),
  { maxLength: 24 },
);
const record = fc.record(
  {
    type: fc.constantFrom("article", "book", "chapter", "website", "thesis"),
    title: words,
    authors: names,
    editors: names,
    date,
    container: words,
    volume: fc.constantFrom("1", "IV"),
    issue: fc.constantFrom("2", "S1"),
    pages: fc.constantFrom("3", "3-7", "3, 9"),
    edition: fc.constantFrom("1", "2", "13", "revised ed."),
    publisher: words,
    place: words,
    thesis: fc.constantFrom("doctoral", "master", "bachelor"),
    doi: fc.constant("10.1000/182"),
    url: fc.constant("https://example.com/x"),
    accessed: date,
  },
  { requiredKeys: ["type", "title"] },
);

test("whatever is missing, nothing is left of it: no empty brackets, no sign twice, no space before one", () =>
  fc.assert(
    fc.asyncProperty(
      record,
      fc.constantFrom("apa", "mla", "chicago", "ieee", "harvard"),
      async (of, style) => {
        const { citation, inText } = await cited(of, style);
        for (const text of [citation, inText]) {
          expect(text.replace(". . .", "")).not.toMatch(/\(\)|\[\]|,,|\.\.|\?\.|\s[,.;:]|\s\s|^\s|\s$|, \./);
        }
        expect(citation).toContain(of.title.replace(/[.?]$/, ""));
        for (const { family } of (of.authors ?? [])
          .slice(0, 1)
          .flatMap((each) => (typeof each === "string" ? [] : [each]))) {
          expect(citation).toContain(family);
        }
      },
    ),
    { numRuns: 500 },
  ));
