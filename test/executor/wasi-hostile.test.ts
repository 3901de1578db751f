import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallName, errno, openFlag, signatures } from "../../runtime/executor/wasi/abi.ts";
import { WasiExit } from "../../runtime/executor/wasi/index.ts";
import { bench, type Caller } from "./wasi-caller.ts";

const page = 65_536;

function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

describe("bad pointers", () => {
  /** Each call with operands that succeed when `at` is good for `size` bytes. */
  const pointers: readonly (readonly [CallName, size: number, (at: number) => (number | bigint)[]])[] = [
    ["args_sizes_get", 4, (at) => [at, 0]],
    ["args_sizes_get", 4, (at) => [0, at]],
    ["args_get", 8, (at) => [at, 0]],
    ["args_get", 9, (at) => [0, at]],
    ["environ_sizes_get", 4, (at) => [at, 0]],
    ["environ_sizes_get", 4, (at) => [0, at]],
    ["environ_get", 4, (at) => [at, 0]],
    ["environ_get", 4, (at) => [0, at]],
    ["clock_res_get", 8, (at) => [0, at]],
    ["clock_time_get", 8, (at) => [0, 0n, at]],
    ["fd_fdstat_get", 24, (at) => [4, at]],
    ["fd_filestat_get", 64, (at) => [4, at]],
    ["fd_pread", 8, (at) => [4, at, 1, 0n, 0]],
    ["fd_pread", 4, (at) => [4, 0, 0, 0n, at]],
    ["fd_prestat_get", 8, (at) => [3, at]],
    ["fd_prestat_dir_name", 1, (at) => [3, at, 1]],
    ["fd_pwrite", 8, (at) => [4, at, 1, 0n, 0]],
    ["fd_pwrite", 4, (at) => [4, 0, 0, 0n, at]],
    ["fd_read", 8, (at) => [4, at, 1, 0]],
    ["fd_read", 4, (at) => [4, 0, 0, at]],
    ["fd_readdir", 100, (at) => [3, at, 100, 0n, 0]],
    ["fd_readdir", 4, (at) => [3, 0, 100, 0n, at]],
    ["fd_seek", 8, (at) => [4, 0n, 0, at]],
    ["fd_tell", 8, (at) => [4, at]],
    ["fd_write", 8, (at) => [1, at, 1, 0]],
    ["fd_write", 4, (at) => [1, 0, 0, at]],
    ["path_create_directory", 2, (at) => [3, at, 2]],
    ["path_filestat_get", 2, (at) => [3, 0, at, 2, 0]],
    ["path_filestat_get", 64, (at) => [3, 0, 1, 1, at]],
    ["path_filestat_set_times", 2, (at) => [3, 0, at, 2, 0n, 0n, 0]],
    ["path_open", 2, (at) => [3, 0, at, 2, 0, 0n, 0n, 0, 0]],
    ["path_open", 4, (at) => [3, 0, 1, 1, 0, 0n, 0n, 0, at]],
    ["path_remove_directory", 2, (at) => [3, at, 2]],
    ["path_rename", 2, (at) => [3, at, 2, 3, 1, 1]],
    ["path_rename", 2, (at) => [3, 1, 1, 3, at, 2]],
    ["path_unlink_file", 2, (at) => [3, at, 2]],
    ["poll_oneoff", 48, (at) => [at, 0, 1, 8]],
    ["poll_oneoff", 32, (at) => [48, at, 1, 8]],
    ["poll_oneoff", 4, (at) => [48, 0, 1, at]],
    ["random_get", 100, (at) => [at, 100]],
  ];
  const options = {
    args: ["name", "arg"],
    env: { A: "1" },
    files: { "/f": bytes("file") },
    preopens: ["/"],
  };
  const prepared = (): Caller => {
    const { caller } = bench(options);
    caller.open("f");
    caller.bytes.fill(0);
    // the path that operands of 1, 1 mean
    caller.bytes[1] = "f".charCodeAt(0);
    return caller;
  };

  test.each(pointers)(
    "%s refuses a pointer with less than %i bytes behind it, and does nothing",
    (name, size, operandsAt) => {
      expect(prepared().call(name, ...operandsAt(page - size))).not.toBe(errno.fault);
      for (const bad of [page - size + 1, page, page + 1, 2 ** 31 - 1, -(2 ** 31), -size, -1]) {
        const caller = prepared();
        const before = caller.bytes.slice();
        expect(caller.call(name, ...operandsAt(bad)), String(bad)).toBe(errno.fault);
        expect(Buffer.compare(caller.bytes, before)).toBe(0);
      }
    },
  );

  test("a list whose last buffer is bad moves nothing", () => {
    const { caller, wasi } = bench({ stdin: bytes("abc") });
    caller.view.setUint32(0, 100, true);
    caller.view.setUint32(4, 2, true);
    caller.view.setUint32(8, page - 1, true);
    caller.view.setUint32(12, 2, true);
    expect(caller.call("fd_write", 1, 0, 2, 50)).toBe(errno.fault);
    expect(caller.call("fd_read", 0, 0, 2, 50)).toBe(errno.fault);
    expect(wasi.stdout.length).toBe(0);
    expect(caller.read(0, 10)).toEqual([0, 3, "abc"]);
  });
});

/**
 * What each operand of a call is for: `d` a directory, `f` any descriptor, `p` and `l` pointer to and length of a path,
 * `b` and `c` pointer to and number of buffers, `r` where a result goes, `n` and `N` a small number, `R` rights.
 */
const roles: Readonly<Record<CallName, string>> = {
  args_get: "rr",
  args_sizes_get: "rr",
  environ_get: "rr",
  environ_sizes_get: "rr",
  clock_res_get: "nr",
  clock_time_get: "nNr",
  fd_advise: "fNNn",
  fd_allocate: "fNN",
  fd_close: "f",
  fd_datasync: "f",
  fd_fdstat_get: "fr",
  fd_fdstat_set_flags: "fn",
  fd_fdstat_set_rights: "fRR",
  fd_filestat_get: "fr",
  fd_filestat_set_size: "fN",
  fd_filestat_set_times: "fNNn",
  fd_pread: "fbcNr",
  fd_prestat_get: "dr",
  fd_prestat_dir_name: "drl",
  fd_pwrite: "fbcNr",
  fd_read: "fbcr",
  fd_readdir: "dplNr",
  fd_renumber: "ff",
  fd_seek: "fNnr",
  fd_sync: "f",
  fd_tell: "fr",
  fd_write: "fbcr",
  path_create_directory: "dpl",
  path_filestat_get: "dnplr",
  path_filestat_set_times: "dnplNNn",
  path_link: "dnpldpl",
  path_open: "dnplnRRnr",
  path_readlink: "dplplr",
  path_remove_directory: "dpl",
  path_rename: "dpldpl",
  path_symlink: "pldpl",
  path_unlink_file: "dpl",
  poll_oneoff: "brcr",
  proc_exit: "n",
  proc_raise: "n",
  sched_yield: "",
  random_get: "rn",
  sock_accept: "fnr",
  sock_recv: "fbcnrr",
  sock_send: "fbcnr",
  sock_shutdown: "fn",
};

/** Paths lie here, one letter after the other, and a list of buffers there. */
const paths = { at: 1000, letters: "fd/gfnewd/..d/new" };
const buffers = { at: 2000, lengths: [8, 0, 100, 3] };

const near = fc.integer({ min: -80, max: 80 });
const anyNumber = fc.oneof(
  near.map((distance) => page + distance),
  near,
  fc.nat(page),
  fc.integer(),
  fc.constantFrom(2 ** 31 - 1, -(2 ** 31)),
);
const anyLong = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const sensible: Readonly<Record<string, fc.Arbitrary<number | bigint>>> = {
  d: fc.constant(3),
  f: fc.integer({ min: 0, max: 6 }),
  p: fc.nat(paths.letters.length).map((letter) => paths.at + letter),
  l: fc.integer({ min: 1, max: 4 }),
  b: fc.constant(buffers.at),
  c: fc.nat(buffers.lengths.length),
  r: fc.integer({ min: 4000, max: 5000 }),
  n: fc.nat(9),
  N: fc.bigInt({ min: -10n, max: 100n }),
  R: fc.constantFrom(-1n, 0n, 2n, 64n),
};

function operand(role: string): fc.Arbitrary<number | bigint> {
  const any = /[NR]/.test(role) ? anyLong : anyNumber;
  return fc.oneof({ weight: 9, arbitrary: sensible[role] ?? any }, any);
}

const calls = fc.array(
  fc
    .constantFrom(...(Object.keys(signatures) as CallName[]))
    .chain((name) => fc.tuple(fc.constant(name), fc.tuple(...Array.from(roles[name], operand)))),
  { minLength: 1, maxLength: 60, size: "max" },
);

function hostileBench(): Caller {
  const { caller } = bench({
    args: ["name", "arg"],
    env: { A: "1" },
    stdin: bytes("input"),
    files: { "/f": bytes("file"), "/d/g": bytes("content") },
    preopens: ["/"],
    fileLimit: 2 ** 20,
    outputLimit: 2 ** 16,
    descriptorLimit: 12,
  });
  for (const path of ["f", "d/g", "new"]) caller.open(path, { flags: openFlag.create });
  caller.bytes.fill(0);
  return caller;
}

/** Puts back what operands of some roles point to, which results may have been written over. */
function prepareMemory(caller: Caller): void {
  caller.bytes.set(bytes(paths.letters), paths.at);
  buffers.lengths.forEach((length, index) => {
    caller.view.setUint32(buffers.at + 8 * index, 3000 + 50 * index, true);
    caller.view.setUint32(buffers.at + 8 * index + 4, length, true);
  });
}

test("property: any calls with any operands answer with an error number, and what is refused has written nothing", () => {
  const succeeded = new Set<CallName>();
  fc.assert(
    fc.property(calls, fc.uint8Array({ maxLength: 48 }), fc.nat(60), (drawn, noise, noiseAt) => {
      const caller = hostileBench();
      for (const [name, operands] of drawn) {
        prepareMemory(caller);
        caller.bytes.set(noise, buffers.at + noiseAt);
        const before = caller.bytes.slice();
        let answer: number;
        try {
          answer = caller.call(name, ...operands);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(WasiExit);
          return;
        }
        expect(answer >= 0 && answer <= errno.notcapable, `${name} ${answer}`).toBe(true);
        if (answer === errno.success) succeeded.add(name);
        else expect(Buffer.compare(caller.bytes, before), name).toBe(0);
      }
    }),
    { numRuns: 500 },
  );
  // else what is drawn never gets past the first checks
  expect(succeeded.size).toBeGreaterThan(30);
});
