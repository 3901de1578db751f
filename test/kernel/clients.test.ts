import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { serveHttp } from "../../runtime/kernel/index.ts";
import { kernelWithTools } from "./support.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** The official client, as it is published, and how it gets to a kernel. */
const connections = {
  async "standard streams"(client: Client) {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ["--disable-warning=ExperimentalWarning", cli, "serve"],
      stderr: "ignore",
    });
    await client.connect(transport);
  },
  async http(client: Client) {
    const kernel = await kernelWithTools({ grants: { clock: true, random: true } });
    const server = await serveHttp(kernel, { port: 0 });
    onTestFinished(() => server.close());
    await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${server.port}/mcp`)));
  },
};

describe.each(Object.entries(connections))("the official client over %s", (_name, connect) => {
  test("lists the tools, calls them, is told of errors, and gives up a call", async () => {
    const client = new Client({ name: "test", version: "1" });
    await connect(client);
    onTestFinished(() => client.close());

    expect(client.getServerVersion()?.name).toBe("fuelgauge");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("calculator");

    // the client checks structured content against the tool's output schema by itself
    const sum = await client.callTool({ name: "calculator", arguments: { expression: "6 * 7" } });
    expect(sum).toMatchObject({
      structuredContent: { result: 42 },
      content: [{ type: "text", text: '{"result":42}' }],
    });

    const failed = await client.callTool({ name: "calculator", arguments: { expression: "1 / 0" } });
    expect(failed).toMatchObject({ isError: true, content: [{ text: "division by zero" }] });
    await expect(client.callTool({ name: "nobody", arguments: {} })).rejects.toThrow('no tool "nobody"');
    await expect(client.callTool({ name: "calculator", arguments: { expression: 1 } })).rejects.toThrow(
      "arguments/expression must be string",
    );

    // a loop without end: (module (func (export "run") (loop (br 0))))
    const spin = "AGFzbQEAAAABBAFgAAADAgEABwcBA3J1bgAACgkBBwADQAwACws=";
    const given = new AbortController();
    const spinning = client.callTool(
      { name: "wasm_execute", arguments: { module: spin, function: "run" } },
      undefined,
      {
        signal: given.signal,
      },
    );
    setTimeout(() => given.abort(), 20);
    await expect(spinning).rejects.toThrow();
    const after = await client.callTool({ name: "calculator", arguments: { expression: "2 ^ 10" } });
    expect(after.structuredContent).toEqual({ result: 1024 });
  });
});
