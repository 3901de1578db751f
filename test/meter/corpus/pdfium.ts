import { digest, type Job, packageFile, sequence, type Workload } from "./workload.ts";

/** PDFium rendering a page (text, curves, clipping, transparency, shadings, an image) and reading its text. */
export const pdfium: Workload = {
  name: "PDFium",
  bytes: async () => packageFile("@hyzyla/pdfium/pdfium.wasm"),
  async load(webassembly): Promise<Job> {
    globalThis.WebAssembly = webassembly;
    const { PDFiumLibrary } = await import("@hyzyla/pdfium");
    const library = await PDFiumLibrary.init();
    const file = document();
    return {
      async run() {
        const opened = await library.loadDocument(file);
        const page = opened.getPage(0);
        const text = page.getText();
        const { data } = await page.render({ scale: 0.75, render: "bitmap" });
        opened.destroy();
        if (!text.includes("Line 5")) throw new Error("The page was not understood.");
        return digest(data, text);
      },
    };
  },
};

/** A document of one page, in the plainest form of ISO 32000: header, objects, cross-reference table, trailer. */
function document(): Uint8Array {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <<
      /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
               /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Italic >> >>
      /ExtGState << /Half << /ca 0.5 /CA 0.4 /BM /Multiply >> >>
      /Shading << /S1 5 0 R /S2 6 0 R >> /XObject << /I1 7 0 R >> >> >>`,
    stream("", content()),
    shading(2, "50 50 550 400"),
    shading(3, "400 500 10 400 500 140"),
    stream(
      "/Type /XObject /Subtype /Image /Width 96 /Height 96 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /ASCIIHexDecode",
      `${pixels(96 * 96)}>`,
    ),
  ];
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join("")}`;
  return Buffer.from(
    `${text}${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}

function stream(entries: string, body: string): string {
  return `<< ${entries} /Length ${body.length} >>\nstream\n${body}\nendstream`;
}

/** An axial (2) or radial (3) shading from orange to blue. */
function shading(type: number, coordinates: string): string {
  return `<< /ShadingType ${type} /ColorSpace /DeviceRGB /Coords [${coordinates}] /Extend [true false]
    /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0.5 0] /C1 [0 0.2 0.9] /N 1.3 >> >>`;
}

function content(): string {
  const below = sequence();
  const point = () => `${below(612)} ${below(792)}`;
  const colour = (operator: string) =>
    `${below(100) / 100} ${below(100) / 100} ${below(100) / 100} ${operator}`;
  const curves = Array.from(
    { length: 24 },
    () =>
      `${colour("rg")} ${colour("RG")} ${1 + below(8)} w ${point()} m ${point()} ${point()} ${point()} c ${point()} l h ${below(2) ? "B*" : "S"}`,
  );
  const lines = Array.from(
    { length: 48 },
    (_, number) =>
      `BT /F${1 + (number % 2)} ${8 + (number % 7)} Tf 40 ${760 - number * 15} Td (Line ${number}: sphinx of black quartz, judge my vow ${below(9999)}) Tj ET`,
  );
  return [
    "q 0 0 612 792 re W n /S1 sh Q",
    "q 300 400 m 500 400 600 600 400 700 c h W n /S2 sh Q",
    "q 200 0 0 200 60 80 cm /I1 Do Q",
    "q /Half gs",
    ...curves,
    "Q 0 g",
    ...lines,
  ].join("\n");
}

function pixels(count: number): string {
  const below = sequence(9);
  return Array.from({ length: count * 3 }, () => below(256).toString(16).padStart(2, "0")).join("");
}
