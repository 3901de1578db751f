import type { ModuleCase } from "./module-case.ts";
import { pdfium } from "./pdfium.ts";
import { quickjs } from "./quickjs.ts";
import { sql } from "./sql.ts";
import { treeSitter } from "./tree-sitter.ts";

/** Ten operations of published modules behind their glue. */
export const published: readonly ModuleCase[] = [...sql, ...quickjs, ...treeSitter, ...pdfium];
