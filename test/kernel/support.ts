import { fileURLToPath } from "node:url";
import { Kernel, type KernelOptions, ToolFolder } from "../../runtime/kernel/index.ts";

/** The kernel's tools, as they are built. */
export const builtTools = fileURLToPath(new URL("../../dist/tools", import.meta.url));

/** A kernel with all tools of the package. */
export async function kernelWithTools(options: KernelOptions = {}): Promise<Kernel> {
  const kernel = new Kernel(options);
  const problems: string[] = [];
  await new ToolFolder(kernel, builtTools, ({ file, message }) =>
    problems.push(`${file}: ${message}`),
  ).scan();
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return kernel;
}

/** What a tool gave, or how it failed. */
export interface Called {
  /** The result; null when the tool failed. */
  readonly result: Record<string, unknown> | null;
  /** What it said of its failure, or what the protocol did. */
  readonly error: string | null;
  readonly fuel: number;
}

/** Calls a tool as a client does, by a message. */
export async function callTool(kernel: Kernel, name: string, args: Record<string, unknown>): Promise<Called> {
  const session = kernel.open();
  const request = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  const reply = JSON.parse((await session.receive(JSON.stringify(request))) ?? "null");
  session.close();
  if (reply.error) return { result: null, error: reply.error.message, fuel: 0 };
  const { isError, content, structuredContent, _meta } = reply.result;
  const fuel = _meta["fuelgauge/fuel"];
  return isError
    ? { result: null, error: content[0].text, fuel }
    : { result: structuredContent, error: null, fuel };
}
