/**
 * Entry of a compiler process. The AssemblyScript compiler takes hundreds of megabytes of memory, so it lives in a
 * process of its own that is there only while something is built, and is loaded only when a guest is.
 */
import { stripTypeScriptTypes } from "node:module";
import { messageOf } from "../errors.ts";
import { type CompilerAnswer, type CompilerJob, compilerJobSchema } from "./compiler-job.ts";
import { renameImports, scriptPath } from "./script.ts";

type JobOf<Kind extends CompilerJob["kind"]> = Extract<CompilerJob, { kind: Kind }>;

process.on("message", async (message) => {
  process.send?.(await perform(compilerJobSchema.parse(message)));
});

function perform(job: CompilerJob): CompilerAnswer | Promise<CompilerAnswer> {
  switch (job.kind) {
    case "compile":
      return compileGuest(job);
    case "strip":
      return stripTypes(job);
  }
}

async function compileGuest(job: JobOf<"compile">): Promise<CompilerAnswer> {
  const asc = await import("assemblyscript/asc");
  const files: Extract<CompilerAnswer, { kind: "files" }>["files"] = {};
  const { error, stderr } = await asc.main([...job.arguments, "--outFile", job.output], {
    readFile: (path) => (Object.hasOwn(job.sources, path) ? (job.sources[path] ?? null) : null),
    writeFile: (path, contents) => {
      files[path] = typeof contents === "string" ? Buffer.from(contents) : contents;
    },
    listFiles: () => [],
  });
  if (error) return refuseGuest(job, stderr.toString().trim());
  if (job.arguments.includes("--noExportMemory") && Object.values(files).some(hasMemory)) {
    return refuseGuest(job, "It uses memory, but its entry in runtime.json has no `memory`.");
  }
  return { kind: "files", files };
}

function refuseGuest({ guest }: JobOf<"compile">, diagnostics: string): CompilerAnswer {
  return { kind: "refused", diagnostics: `The guest "${guest}" does not compile:\n${diagnostics}` };
}

/** Walks the sections: https://webassembly.github.io/spec/core/binary/modules.html#sections */
function hasMemory(module: Uint8Array): boolean {
  const memorySection = 5;
  let at = 8;
  while (at < module.length) {
    if (module[at++] === memorySection) return true;
    let size = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      byte = module[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
    }
    at += size;
  }
  return false;
}

function stripTypes({ sources }: JobOf<"strip">): CompilerAnswer {
  const files: Extract<CompilerAnswer, { kind: "files" }>["files"] = {};
  for (const [path, source] of Object.entries(sources)) {
    try {
      files[scriptPath(path)] = Buffer.from(renameImports(path, stripTypeScriptTypes(source)));
    } catch (thrown) {
      return {
        kind: "refused",
        diagnostics: `The types in ${path} cannot be left out: ${messageOf(thrown)}`,
      };
    }
  }
  return { kind: "files", files };
}
