import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "rolldown";
import { z } from "zod";

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** Writes a file with the licences of all packages that are in the bundle, as most of them ask for. */
export function thirdPartyLicenses(fileName: string): Plugin {
  return {
    name: "third-party-licenses",
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of chunk.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        }
      }
      const byText = Map.groupBy([...folders].map(readNotice), ({ text }) => text);
      const sections = [...byText].map(([text, notices]) => {
        const titles = notices.map(({ title }) => title).sort();
        return `${[titles.join("\n"), text].filter(Boolean).join("\n\n")}\n`;
      });
      this.emitFile({ type: "asset", fileName, source: sections.sort().join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

/** The package that a module belongs to; null for the project's own. */
function packageFolder(id: string): string | null {
  const match = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"));
  return match?.[1] ?? null;
}

function readNotice(folder: string): { title: string; text: string } {
  const { name, version, license } = packageSchema.parse(
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|copying|notice)(\.|$)/i.test(entry));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8"));
  const text = texts.map((each) => each.replaceAll("\r\n", "\n").trim()).join("\n\n");
  return { title: `${name} ${version} (${license ?? "see its text"})`, text };
}
