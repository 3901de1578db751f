import { clockCount, errno } from "./abi.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { StringTable } from "./options.ts";
import type { Calls, Wasi } from "./wasi.ts";

/** Arguments, environment, clocks, randomness, and the end. */
export const processCalls = {
  args_get: (wasi, memory, pointers, buffer) => getStrings(wasi, memory, wasi.setup.args, pointers, buffer),
  args_sizes_get: (wasi, memory, count, size) => getSizes(memory, wasi.setup.args, count, size),
  environ_get: (wasi, memory, pointers, buffer) => getStrings(wasi, memory, wasi.setup.env, pointers, buffer),
  environ_sizes_get: (wasi, memory, count, size) => getSizes(memory, wasi.setup.env, count, size),

  clock_res_get(wasi, memory, clock, result) {
    if (!memory.holds(result, 8)) return errno.fault;
    if (clock >>> 0 >= clockCount) return errno.inval;
    memory.setU64(result, wasi.clock.resolution);
    return errno.success;
  },

  clock_time_get(wasi, memory, clock, _precision, result) {
    if (!memory.holds(result, 8)) return errno.fault;
    if (clock >>> 0 >= clockCount) return errno.inval;
    memory.setU64(result, wasi.clock.read(clock));
    return errno.success;
  },

  random_get(wasi, memory, pointer, length) {
    if (!memory.holds(pointer, length)) return errno.fault;
    wasi.moved(length >>> 0);
    wasi.random(memory.bytes(pointer, length));
    return errno.success;
  },

  sched_yield: () => errno.success,

  proc_exit: (wasi, _memory, code) => wasi.exit(code >>> 0),
} satisfies Partial<Calls>;

function getSizes(memory: GuestMemory, strings: StringTable, count: number, size: number) {
  if (!memory.holds(count, 4) || !memory.holds(size, 4)) return errno.fault;
  memory.setU32(count, strings.offsets.length);
  memory.setU32(size, strings.bytes.length);
  return errno.success;
}

function getStrings(wasi: Wasi, memory: GuestMemory, strings: StringTable, pointers: number, buffer: number) {
  const { bytes, offsets } = strings;
  if (!memory.holds(pointers, 4 * offsets.length) || !memory.holds(buffer, bytes.length)) return errno.fault;
  wasi.handled(offsets.length);
  wasi.moved(bytes.length);
  memory.setBytes(buffer, bytes.length, bytes);
  offsets.forEach((offset, index) => {
    memory.setU32((pointers >>> 0) + 4 * index, (buffer >>> 0) + offset);
  });
  return errno.success;
}
