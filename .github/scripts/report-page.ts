/** Builds what makes a page of `report.html`: a script without imports, a style sheet, and the licences of what is in it. */
import { readFileSync } from "node:fs";
import type { Plugin, RolldownOptions } from "rolldown";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

const folder = "report";
const source = "src/report/html/page";

export function reportPage(): RolldownOptions {
  return {
    platform: "browser",
    input: { page: `${source}/main.ts` },
    plugins: [styleSheet(), thirdPartyLicenses(`${folder}/licenses.txt`)],
    output: {
      dir: "dist",
      format: "iife",
      entryFileNames: `${folder}/[name].js`,
      comments: { legal: false, jsdoc: false, annotation: false },
      minify: true,
    },
  };
}

function styleSheet(): Plugin {
  return {
    name: "style-sheet",
    generateBundle() {
      const text = readFileSync(`${source}/style.css`, "utf8");
      this.emitFile({ type: "asset", fileName: `${folder}/page.css`, source: text });
    },
  };
}
