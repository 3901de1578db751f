import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCodes, Kernel, type KernelOptions, type Session } from "../../runtime/kernel/index.ts";
import { toolManifestSchema } from "../../runtime/kernel/tool.ts";
import { wat } from "../executor/assemble.ts";

/** A kernel with a tool that says what it is told to: it gives the bytes, whatever they are. */
async function kernelWith(
  tools: Readonly<Record<string, string>>,
  options: KernelOptions = {},
): Promise<Kernel> {
  const kernel = new Kernel(options);
  for (const [name, module] of Object.entries(tools)) add(kernel, name, await wat(module));
  return kernel;
}

function add(kernel: Kernel, name: string, module: Uint8Array): void {
  const manifest = toolManifestSchema.parse({
    name,
    title: "A test",
    description: "For a test.",
    inputSchema: { type: "object", properties: { number: { type: "integer" } } },
    limits: { fuel: 1_000_000_000, wallClockMs: 20_000 },
  });
  const tool = kernel.load(manifest, module);
  if ("refused" in tool) throw new Error(tool.refused);
  kernel.registry.put(tool);
}

const imports = `
  (import "kernel" "input_size" (func $input_size (result i32)))
  (import "kernel" "input_read" (func $input_read (param i32)))
  (import "kernel" "output" (func $output (param i32 i32)))
  (import "kernel" "fail" (func $fail (param i32 i32)))
  (import "kernel" "progress" (func $progress (param f64 f64)))`;

/** Gives back its arguments. */
const echo = `(module ${imports} (memory (export "memory") 4)
  (func (export "run") (call $input_read (i32.const 0)) (call $output (i32.const 0) (call $input_size))))`;
/** Goes on until it is stopped. */
const spin = `(module ${imports} (memory (export "memory") 1) (func (export "run") (loop (br 0))))`;
const progress = `(module ${imports} (memory (export "memory") 1) (data (i32.const 0) "{}")
  (func (export "run")
    (call $progress (f64.const 1) (f64.const 3))
    (call $progress (f64.const 2) (f64.const 0))
    (call $output (i32.const 0) (i32.const 2))))`;

const request = (id: unknown, method: string, params?: unknown) =>
  JSON.stringify({ jsonrpc: "2.0", id, method, ...(params !== undefined && { params }) });
const callOf = (id: unknown, name: string, args: Record<string, unknown> = {}, more = {}) =>
  request(id, "tools/call", { name, arguments: args, ...more });

interface Answered {
  readonly jsonrpc: string;
  readonly id: string | number | null;
  readonly result?: Record<string, unknown> & { readonly content?: { text: string }[] };
  readonly error?: { readonly code: number; readonly message: string; readonly data: { reason: string } };
}

async function ask(session: Session, text: string): Promise<Answered> {
  const reply = await session.receive(text);
  return JSON.parse(reply ?? "null") as Answered;
}

/** What JSON-RPC 2.0 says a reply is, on one line. */
function expectReply(text: string): void {
  expect(text).not.toMatch(/[\n\r]/);
  const reply = JSON.parse(text);
  for (const each of Array.isArray(reply) ? reply : [reply]) {
    const { jsonrpc, id, result, error, ...more } = each;
    expect(jsonrpc).toBe("2.0");
    expect(more).toEqual({});
    expect(id === null || typeof id === "string" || typeof id === "number").toBe(true);
    expect((result === undefined) !== (error === undefined)).toBe(true);
    if (error === undefined) {
      expect(result).toBeTypeOf("object");
      continue;
    }
    expect(Object.values(errorCodes)).toContain(error.code);
    expect(error.message).toBeTypeOf("string");
  }
}

describe("JSON-RPC 2.0", async () => {
  const kernel = await kernelWith({ echo, spin, progress });

  const refusals: readonly (readonly [what: string, text: string, id: unknown, code: number])[] = [
    ["no JSON", "{", null, -32700],
    ["nothing", "", null, -32700],
    ["two values", "{} {}", null, -32700],
    ["a number", "1", null, -32600],
    ["an empty batch", "[]", null, -32600],
    ["another version", '{"jsonrpc":"1.0","id":1,"method":"ping"}', 1, -32600],
    ["no version", '{"id":"a","method":"ping"}', "a", -32600],
    ["a method that is a number", '{"jsonrpc":"2.0","id":1,"method":1}', 1, -32600],
    ["no method", '{"jsonrpc":"2.0","id":7}', 7, -32600],
    ["an id that is an object", '{"jsonrpc":"2.0","id":{},"method":"ping"}', null, -32600],
    ["an id that is null", '{"jsonrpc":"2.0","id":null,"method":"ping"}', null, -32600],
    ["an id that is no finite number", '{"jsonrpc":"2.0","id":1e999,"method":"ping"}', null, -32600],
    ["a method that there is not", request(1, "tools/destroy"), 1, -32601],
    ["a method of every object", request(1, "constructor"), 1, -32601],
    ["parameters that are a list", request(1, "ping", []), 1, -32602],
    ["parameters that are missing", request("x", "tools/call"), "x", -32602],
    ["parameters of another type", request(1, "tools/search", { query: 1 }), 1, -32602],
    ["a tool that there is not", callOf(1, "none"), 1, -32602],
    ["a tool of every object", callOf(1, "__proto__"), 1, -32602],
    ["arguments that do not fit", callOf(1, "echo", { number: "one" }), 1, -32602],
    ["an answer of the other side with no id", '{"jsonrpc":"2.0","result":{}}', null, -32600],
  ];

  test.each(refusals)("%s is refused with its code", async (_what, text, id, code) => {
    const { id: told, error, result } = await ask(kernel.open(), text);
    expect(result).toBeUndefined();
    expect(told).toEqual(id);
    expect(error?.code).toBe(code);
    expect(error?.message.length).toBeGreaterThan(10);
    expect(errorCodes).toHaveProperty([error?.data.reason ?? ""], code);
  });

  test("ids of both types come back as they are", async () => {
    const session = kernel.open();
    for (const id of [0, -1, 1.5, 2 ** 53, "", "1", "ä\n\u2028", "x".repeat(1_000)]) {
      expect(await ask(session, request(id, "ping"))).toEqual({ jsonrpc: "2.0", id, result: {} });
    }
  });

  test("notifications and answers get no reply, whatever is in them", async () => {
    const session = kernel.open();
    for (const text of [
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled"}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}',
      '{"jsonrpc":"2.0","method":"unheard/of","params":[1]}',
      '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}',
      '{"jsonrpc":"2.0","id":1,"result":{}}',
      '{"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"x"}}',
      '[{"jsonrpc":"2.0","method":"ping"},{"jsonrpc":"2.0","method":"ping"}]',
    ]) {
      expect(await session.receive(text), text).toBeNull();
    }
    expect(session.underWay).toBe(0);
  });

  test("a batch is answered with one reply for each of its requests", async () => {
    const batch = [
      callOf(1, "echo", { number: 1 }),
      request(2, "ping"),
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      "1",
      request("three", "none"),
      "[]",
    ];
    const replies = JSON.parse((await kernel.open().receive(`[${batch.join()}]`)) ?? "") as Answered[];
    expect(replies.map(({ id, error }) => [id, error?.code])).toEqual([
      [1, undefined],
      [2, undefined],
      [null, -32600],
      ["three", -32601],
      [null, -32600],
    ]);
    expect(replies[0]?.result?.structuredContent).toEqual({ number: 1 });
  });

  test('an id that is under way cannot be used again until it has been answered; 1 and "1" are two', async () => {
    const session = kernel.open();
    const first = session.receive(callOf(1, "spin"));
    const { id, error } = await ask(session, callOf(1, "echo"));
    expect([id, error?.code]).toEqual([1, -32600]);
    expect(error?.message).toContain("is under way");
    expect((await ask(session, callOf("1", "echo"))).error).toBeUndefined();
    session.receive('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}');
    expect(await first).toBeNull();
    expect((await ask(session, callOf(1, "echo"))).error).toBeUndefined();
  });

  test("a request that is cancelled is not answered, and its guest ends; others go on", async () => {
    const session = kernel.open();
    const spinning = session.receive(callOf("a", "spin"));
    const echoed = ask(session, callOf("b", "echo", { number: 2 }));
    session.receive(
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a","reason":"enough"}}',
    );
    expect(await spinning).toBeNull();
    expect((await echoed).result?.structuredContent).toEqual({ number: 2 });
    expect(session.underWay).toBe(0);
  });

  test("progress is told to who asked for it, with the token that came with the request", async () => {
    const told: unknown[] = [];
    const session = kernel.open((text) => told.push(JSON.parse(text)));
    await ask(session, callOf(1, "progress"));
    expect(told).toEqual([]);
    for (const progressToken of ["token", 7]) {
      told.length = 0;
      await ask(session, callOf(1, "progress", {}, { _meta: { progressToken } }));
      const method = "notifications/progress";
      expect(told).toEqual([
        { jsonrpc: "2.0", method, params: { progressToken, progress: 1, total: 3 } },
        { jsonrpc: "2.0", method, params: { progressToken, progress: 2 } },
      ]);
    }
  });

  test("what is too many or too large is refused by a code of its own, and then it goes on", async () => {
    const small = await kernelWith({ echo, spin }, { limits: { inFlight: 2, messageBytes: 500 } });
    const session = small.open();
    const spinning = ["a", "b"].map((id) => session.receive(callOf(id, "spin")));
    expect(await ask(session, callOf("c", "echo"))).toMatchObject({ id: "c", error: { code: -32050 } });
    // another session is not concerned, and questions are answered
    expect((await ask(small.open(), callOf("c", "echo"))).error).toBeUndefined();
    expect((await ask(session, request(1, "ping"))).result).toEqual({});
    expect(await ask(session, request(1, "ping").padEnd(501))).toMatchObject({
      id: null,
      error: { code: -32051 },
    });
    expect((await ask(session, request(1, "ping").padEnd(500))).result).toEqual({});
    session.close();
    expect(await Promise.all(spinning)).toEqual([null, null]);
    expect(await ask(session, request(1, "ping"))).toMatchObject({ id: 1, error: { code: -32052 } });
    expect(small.counts.figures().refused).toEqual(
      new Map([
        ["busy", 1],
        ["too-large", 1],
        ["closed", 1],
      ]),
    );
  });
});

describe("whatever comes in", async () => {
  const kernel = await kernelWith({ echo });
  const session = kernel.open();

  /** Alive, and with nothing left of what came before. */
  async function expectSound(): Promise<void> {
    expect(session.underWay).toBe(0);
    expect((await ask(session, callOf("sound", "echo", { number: 3 }))).result?.structuredContent).toEqual({
      number: 3,
    });
  }

  const method = fc.constantFrom(
    "initialize",
    "ping",
    "tools/list",
    "tools/call",
    "tools/search",
    "wasm/execute",
    "notifications/cancelled",
    "x",
  );
  const params = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record(
      {
        name: fc.constantFrom("echo", "wasm_execute", "none", 1),
        arguments: fc.oneof(
          fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })),
          fc.jsonValue({ maxDepth: 1 }),
        ),
        query: fc.oneof(fc.string(), fc.integer()),
        tags: fc.array(fc.string()),
        limit: fc.oneof(fc.integer(), fc.double()),
        cursor: fc.oneof(fc.string(), fc.integer()),
        module: fc.base64String(),
        function: fc.string(),
        requestId: fc.oneof(fc.string(), fc.integer()),
        _meta: fc.oneof(
          fc.record({ progressToken: fc.oneof(fc.string(), fc.double()) }),
          fc.jsonValue({ maxDepth: 1 }),
        ),
      },
      { requiredKeys: [] },
    ),
  );
  const message = fc.record(
    {
      jsonrpc: fc.oneof({ weight: 8, arbitrary: fc.constant("2.0") }, fc.jsonValue({ maxDepth: 0 })),
      id: fc.oneof(
        { weight: 4, arbitrary: fc.oneof(fc.integer(), fc.string()) },
        fc.jsonValue({ maxDepth: 1 }),
      ),
      method: fc.oneof({ weight: 6, arbitrary: method }, fc.jsonValue({ maxDepth: 0 })),
      params,
    },
    { requiredKeys: ["jsonrpc"] },
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    message.map((one) => JSON.stringify(one)),
    fc.array(message, { maxLength: 3 }).map((some) => JSON.stringify(some)),
    fc.tuple(message, fc.nat(80)).map(([one, length]) => JSON.stringify(one).slice(0, length)),
  );

  test("there is one reply or none, it is valid, and the kernel goes on", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (sent) => {
        const reply = await session.receive(sent);
        if (reply !== null) expectReply(reply);
        const asksForReply = /^\s*\{/.test(sent) && isRequest(sent);
        if (asksForReply) expect(reply).not.toBeNull();
      }),
      { numRuns: 1_500 },
    );
    await expectSound();
  });

  test("values in values in values harm nobody", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      for (const inner of ["", "1"]) {
        const deep = open.repeat(200_000) + inner + close.repeat(200_000);
        const sent = [deep, `{"jsonrpc":"2.0","id":1,"method":"ping","params":${deep}}`, callWith(deep)];
        for (const each of sent) expectReply((await session.receive(each)) ?? "");
      }
    }
    await expectSound();
  });

  test("what a message does to objects stays in the message", async () => {
    const args = '{"__proto__":{"polluted":1},"constructor":2}';
    const sent = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":${args}}}`;
    const reply = (await session.receive(sent)) ?? "";
    expect(JSON.stringify(JSON.parse(reply).result.structuredContent)).toBe(args);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    await expectSound();
  });
});

function callWith(args: string): string {
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"x":${args}}}}`;
}

function isRequest(text: string): boolean {
  try {
    const { jsonrpc, id, method } = JSON.parse(text);
    return (
      jsonrpc === "2.0" && (typeof id === "string" || typeof id === "number") && typeof method === "string"
    );
  } catch {
    return false;
  }
}

/** Bytes of a data segment in the text format. */
const quoted = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");

const saying = (bytes: Uint8Array, call: "$output" | "$fail") =>
  `(module ${imports} (memory (export "memory") ${Math.ceil((bytes.length + 1) / 65_536)})
    (data (i32.const 0) "${quoted(bytes)}")
    (func (export "run") (call ${call} (i32.const 0) (i32.const ${bytes.length}))))`;

/** A program that writes the same to standard output, or to standard error before it fails. */
const printing = (bytes: Uint8Array, stream: 1 | 2) =>
  `(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 4)
    (data (i32.const 0) "\\10\\00\\00\\00${quoted(Uint8Array.of(bytes.length & 255, bytes.length >> 8, 0, 0))}")
    (data (i32.const 16) "${quoted(bytes)}")
    (func (export "_start")
      (drop (call $write (i32.const ${stream}) (i32.const 0) (i32.const 1) (i32.const 8)))
      (call $exit (i32.const ${stream - 1}))))`;

describe("whatever a guest gives", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"',
      ":",
      ",",
      "\n",
      "\r",
      "\r\n",
      "\u2028",
      "\\",
      "\\u0000",
      "null",
      "1e999",
      '{"a":1}',
      '"a":',
    ),
    fc.constantFrom(
      '{\n"a"\r\n:\t1}',
      '{"a":"\\ud800"}',
      '{"jsonrpc":"2.0","id":1,"result":{}}',
      '{"__proto__":1}',
      " ",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  const output = fc.oneof(
    fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.from(pieces.join(""))),
    fc.object().map((value) => Buffer.from(JSON.stringify(value, null, 2))),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom('{"a":"%"}', '{"%":1}'))
      .map(([bytes, json]) => {
        const [before = "", after = ""] = json.split("%");
        return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
      }),
  );
  const objectOf = (bytes: Uint8Array): unknown => {
    try {
      const value = JSON.parse(Buffer.from(bytes).toString());
      return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  };

  test("is a result if it is a JSON object, else a failure, and never breaks a message", async () => {
    const kernel = new Kernel();
    const session = kernel.open();
    await fc.assert(
      fc.asyncProperty(output, async (bytes) => {
        const modules = [
          saying(bytes, "$output"),
          saying(bytes, "$fail"),
          printing(bytes, 1),
          printing(bytes, 2),
        ];
        for (const [at, module] of modules.entries()) {
          add(kernel, "hostile", await wat(module));
          const reply = (await session.receive(callOf(at, "hostile"))) ?? "";
          expectReply(reply);
          const { id, result } = JSON.parse(reply) as Answered;
          expect(id).toBe(at);
          const value = at === 0 || at === 2 ? objectOf(bytes) : null;
          if (value === null) expect(result?.isError).toBe(true);
          else expect(result?.structuredContent).toEqual(value);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a result that is huge, or none, or lies outside of its memory, is answered all the same", async () => {
    const large = (bytes: number) => `(module ${imports} (memory (export "memory") 1100)
      (data (i32.const 0) "{\\22a\\22:\\22") (data $end "\\22}")
      (func (export "run")
        (memory.fill (i32.const 6) (i32.const 97) (i32.const ${bytes - 8}))
        (memory.init $end (i32.const ${bytes - 2}) (i32.const 0) (i32.const 2))
        (call $output (i32.const 0) (i32.const ${bytes}))))`;
    const outside = (at: number, size: number) => `(module ${imports} (memory (export "memory") 1)
      (func (export "run") (call $output (i32.const ${at}) (i32.const ${size}))))`;
    const kernel = await kernelWith({
      fits: large(20_000_000),
      over: large(64 * 1_048_576 + 1),
      none: `(module ${imports} (memory (export "memory") 1) (func (export "run")))`,
      memoryless: `(module ${imports} (func (export "run") (call $output (i32.const 0) (i32.const 2))))`,
      outside: outside(65_530, 100),
      negative: outside(-8, 4),
      wrapping: outside(-1, -1),
    });
    const session = kernel.open();
    const fits = await ask(session, callOf(1, "fits"));
    expect(fits.result?.structuredContent).toEqual({ a: "a".repeat(20_000_000 - 8) });
    expect(fits.result?.content?.[0]?.text).toContain("see structuredContent");
    for (const name of ["over", "none", "memoryless", "outside", "negative", "wrapping"]) {
      const reply = (await session.receive(callOf(name, name))) ?? "";
      expectReply(reply);
      expect((JSON.parse(reply) as Answered).result?.isError, name).toBe(true);
    }
  });
});
