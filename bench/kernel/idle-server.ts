/** A server made with the Model Context Protocol's own SDK, whose one tool does nothing: what the kernel is held against. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "idle", version: "1" });
server.registerTool(
  "nothing",
  {
    description: "Does nothing.",
    inputSchema: { expression: z.string() },
    outputSchema: { result: z.number() },
  },
  () => ({ content: [{ type: "text", text: '{"result":3}' }], structuredContent: { result: 3 } }),
);
await server.connect(new StdioServerTransport());
