import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();

interface Analysis {
  readonly href: string;
  readonly normalised: string;
  readonly host: { readonly kind: string; readonly name: string; readonly unicode: string };
  readonly traits: readonly { readonly trait: string }[];
}

async function analyse(url: string, base?: string): Promise<Analysis> {
  const { result, error } = await callTool(kernel, "url-analyzer", {
    url,
    ...(base !== undefined && { base }),
  });
  if (result === null) throw new Error(error ?? "");
  return result as unknown as Analysis;
}

/** What Node says of a URL, in the tool's words; null when it is none. */
function expectedOf(text: string, base?: string) {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return {
    href: url.href,
    scheme: url.protocol.slice(0, -1),
    username: url.username,
    password: url.password,
    port: url.port === "" ? null : Number(url.port),
    path: url.pathname,
    parameters: Array.from(url.searchParams, ([name, value]) => ({ name, value })),
    // the origin of a blob is in its path
    ...(url.protocol !== "blob:" && { origin: url.origin }),
    host: { name: url.hostname },
  };
}

async function agrees(text: string, base?: string) {
  const expected = expectedOf(text, base);
  const { result, error } = await callTool(kernel, "url-analyzer", {
    url: text,
    ...(base !== undefined && { base }),
  });
  if (expected === null) expect(error, text.slice(0, 200)).toContain("no URL");
  else {
    expect(error, text.slice(0, 200)).toBeNull();
    expect(result, text.slice(0, 200)).toMatchObject(expected);
  }
}

const piece = fc.constantFrom(
  ..."http: https: file: ws: ftp: data: foo: javascript: // / \\ : @ ? # & = + . .. %2e %2E%2e ; [ ] [::1] [1:2::3.4.5.6] a b.c EXAMPLE.com 127.1 0x7f.1 010.1 256.0.0.1 1.2.3.4.5 :80 :443 :21 :8080 :99999 C: C| c|/ localhost é münchen.de xn--mnchen-3ya.de xn-- ß １ 。 %41 %zz %00 %25 %ff %C3%A9 ' \" < > ^ ` { } | ~ $ ! 😀".split(
    " ",
  ),
  " ",
  "\t",
  "\n",
  "\u0000",
  "\u007f",
  "\ud800",
  "\u00ad",
  "",
);
const texts = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
const schemes = fc.constantFrom(
  "http://",
  "https:",
  "file:",
  "file://",
  "foo://",
  "foo:",
  "foo:/",
  "ws://u:p@",
  "",
);

test("any text is the URL that Node takes it for, or none", async () => {
  await fc.assert(
    fc.asyncProperty(schemes, texts, async (scheme, rest) => {
      await agrees(scheme + rest);
    }),
    { numRuns: 1_000 },
  );
});

test("a relative URL leads where Node says", async () => {
  const base = fc.constantFrom(
    "http://u:p@example.com:8080/a/b/c?q#f",
    "https://example.com",
    "file:///C:/x/y",
    "file://host/a/b",
    "file:///a",
    "foo://h/a/b?q",
    "foo:/a/b",
    "foo:///",
    "foo://h",
    "mailto:x@y?z",
    "data:a b ",
  );
  await fc.assert(
    fc.asyncProperty(base, texts, async (base, text) => {
      await agrees(text, base);
    }),
    { numRuns: 600 },
  );
});

test("ordinary URLs, too", async () => {
  const url = fc.webUrl({
    authoritySettings: { withUserInfo: true, withPort: true, withIPv4: true, withIPv6: true },
    withFragments: true,
    withQueryParameters: true,
  });
  await fc.assert(
    fc.asyncProperty(url, async (text) => {
      await agrees(text);
    }),
    { numRuns: 100 },
  );
});

test("addresses of IPv6 are written as short as they can be", async () => {
  const group = fc.constantFrom("0", "0000", "1", "ab", "0F");
  await fc.assert(
    fc.asyncProperty(fc.array(group, { minLength: 8, maxLength: 8 }), async (groups) => {
      await agrees(`http://[${groups.join(":")}]/`);
    }),
    { numRuns: 100 },
  );
});

test("a normal form is the same URL, and its own normal form", async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (rest) => {
      const text = `http://example.com/${rest}`;
      fc.pre(URL.canParse(text));
      const { href, normalised } = await analyse(text);
      // a % that begins nothing may come to stand before two digits
      fc.pre(!/%(?![0-9A-Fa-f]{2})/.test(href));
      const decoded = (url: string) =>
        url.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) =>
          bytes
            .toUpperCase()
            .replace(/%(2D|2E|5F|7E|3\d|[46][1-9A-F]|[57][0-9A])/g, (_, hex) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
        );
      expect(normalised).toBe(decoded(href));
    }),
    { numRuns: 150 },
  );
});

test.each([
  ["https://example.com/", []],
  ["https://example.com/?a=1", []],
  ["http://example.com/", ["not-encrypted"]],
  ["https://paypal.com@evil.example/", ["credentials"]],
  ["https://93.184.216.34/", ["ip-address"]],
  ["https://2130706433/", ["ip-address", "disguised-ip-address", "local-address"]],
  ["https://[::ffff:10.0.0.1]/", ["ip-address", "local-address"]],
  ["https://[fe80::1]/", ["ip-address", "local-address"]],
  ["https://[2001:db8::1]/", ["ip-address"]],
  ["https://172.32.0.1/", ["ip-address"]],
  ["https://172.31.0.1/", ["ip-address", "local-address"]],
  ["https://localhost:3000/", ["local-address", "unusual-port"]],
  ["https://аррӏе.com/", ["punycode"]],
  ["https://gооgle.com/", ["punycode", "mixed-scripts"]],
  ["https://a.b.c.d.e.example.com/", ["many-subdomains"]],
  ["javascript:alert(1)", ["dangerous-scheme"]],
  ["https://exa\nmple.com/", ["hidden-characters"]],
  ["https:\\\\example.com/", ["backslashes"]],
  ["https://example.com/%252e%252e", ["double-encoding"]],
  ["https://example.com/?to=//evil.example", ["url-in-parameter"]],
])("what is suspicious about %s", async (url, traits) => {
  expect((await analyse(url)).traits.map(({ trait }) => trait)).toEqual(traits);
});

test("a URL that is very long is suspicious", async () => {
  const { traits } = await analyse(`https://example.com/${"a".repeat(3_000)}`);
  expect(traits.map(({ trait }) => trait)).toEqual(["very-long"]);
});

test("a domain is shown as people read it", async () => {
  expect((await analyse("https://xn--mnchen-3ya.de/")).host).toEqual({
    kind: "domain",
    name: "xn--mnchen-3ya.de",
    unicode: "münchen.de",
  });
});

test("long texts are no matter", async () => {
  for (const text of [
    "/".repeat(20_000),
    "a/../".repeat(10_000),
    "?a".repeat(30_000),
    "%41".repeat(30_000),
    "@".repeat(20_000),
  ]) {
    await agrees(`http://example.com/${text}`);
  }
});
