import { pdfium } from "./subjects/pdfium.ts";
import { quickjs } from "./subjects/quickjs.ts";
import type { RealCase } from "./subjects/real-case.ts";
import { sql } from "./subjects/sql.ts";
import { treeSitter } from "./subjects/tree-sitter.ts";

/** Ten operations of published modules: what a pull request of somebody who ships WebAssembly is measured by. */
export const realCases: readonly RealCase[] = [...sql, ...quickjs, ...treeSitter, ...pdfium];
