import { digest } from "../../../test/meter/corpus/workload.ts";
import {
  type InstantiateWasm,
  type Loading,
  type ModuleCase,
  moduleCase,
  publishedFile,
} from "./module-case.ts";

const module = publishedFile("@hyzyla/pdfium/pdfium.wasm");

/** The exports of the module that its wrapper has no synchronous method for. */
interface Raw {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): number };
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, at: number, stride: number): number;
  _FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    rotation: number,
    flags: number,
  ): void;
}

/** A document is open, and its first page. */
async function open({ instantiateWasm }: Loading) {
  const { PDFiumLibrary } = await import("@hyzyla/pdfium");
  const library = await PDFiumLibrary.init({ instantiateWasm: instantiateWasm as WrapperOption });
  const document = await library.loadDocument(documentOf(40));
  const page = document.getPage(0);
  // both are private in the wrapper's types only
  const { module } = library as unknown as { module: Raw };
  const { pageIdx } = page as unknown as { pageIdx: number };
  return { page, module, pageIdx };
}
/** The wrapper's types say that the callback gets the module; its code and Emscripten's give it the instance. */
type WrapperOption = InstantiateWasm &
  ((imports: WebAssembly.Imports, done: (module: WebAssembly.Module) => void) => WebAssembly.Exports);

/** Pixels of the rendered page, and the format that has four bytes for each. */
const [width, height, bgra] = [153, 198, 4];

export const pdfium: readonly ModuleCase[] = [
  moduleCase({
    id: "pdfium/text",
    why: "PDFium reads the text of a page",
    module,
    entry: "FPDFText_LoadPage",
    answer: 1_308,
    async load(loading) {
      const { page } = await open(loading);
      return () => page.getText().length;
    },
  }),
  moduleCase({
    id: "pdfium/render",
    why: "PDFium renders a page to a small bitmap",
    module,
    entry: "FPDF_RenderPageBitmap",
    answer: "95a1e79f",
    async load(loading) {
      const { module, pageIdx } = await open(loading);
      const pixels = module.wasmExports.malloc(width * height * bgra);
      const bitmap = module._FPDFBitmap_CreateEx(width, height, bgra, pixels, width * bgra);
      const render = () => {
        module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
        module._FPDF_RenderPageBitmap(bitmap, pageIdx, 0, 0, width, height, 0, 0);
      };
      render();
      const answer = digest(module.HEAPU8.slice(pixels, pixels + width * height * bgra)).slice(0, 8);
      return () => {
        render();
        return answer;
      };
    },
  }),
];

/** A document of one page with so many lines, in the plainest form of ISO 32000: header, objects, cross-reference table, trailer. */
function documentOf(lines: number): Uint8Array {
  const content = Array.from(
    { length: lines },
    (_, line) =>
      `BT /F1 ${8 + (line % 7)} Tf 40 ${760 - line * 15} Td (Line ${line}: sphinx of black quartz) Tj ET`,
  ).join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
      /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
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
