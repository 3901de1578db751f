import { clockCount, type Errno, errno, eventHangup, eventType, subscriptionAbsolute } from "./abi.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { Calls, Wasi } from "./wasi.ts";

/** Bytes of a subscription and of an event. */
const subscriptionSize = 48;
const eventSize = 32;
/** More than any program waits for. */
const maximumSubscriptions = 1024;

type Subscription =
  /** `wait`: nanoseconds from now. */
  | { readonly kind: "clock"; readonly userdata: bigint; readonly wait: bigint }
  | {
      readonly kind: "read" | "write";
      readonly userdata: bigint;
      readonly descriptor: number;
    }
  | {
      readonly kind: "refused";
      readonly userdata: bigint;
      readonly type: number;
      readonly error: Errno;
    };

interface Event {
  readonly userdata: bigint;
  readonly type: number;
  readonly error: Errno;
  readonly bytes: number;
  readonly hangup: boolean;
}

/**
 * Returns at once. Streams and files are always ready; where only clocks are waited for, all clocks go forward to the
 * first deadline.
 */
export const pollCalls = {
  poll_oneoff(wasi, memory, input, output, count, result) {
    const subscriptionCount = count >>> 0;
    if (subscriptionCount === 0 || subscriptionCount > maximumSubscriptions) return errno.inval;
    if (!memory.holds(result, 4)) return errno.fault;
    if (!memory.holds(input, subscriptionCount * subscriptionSize)) return errno.fault;
    if (!memory.holds(output, subscriptionCount * eventSize)) return errno.fault;
    wasi.handled(subscriptionCount);
    const subscriptions: Subscription[] = [];
    for (let index = 0; index < subscriptionCount; index++) {
      const subscription = readSubscription(wasi, memory, (input >>> 0) + index * subscriptionSize);
      if (subscription === null) return errno.inval;
      subscriptions.push(subscription);
    }
    const events = occurring(wasi, subscriptions);
    events.forEach((event, index) => {
      writeEvent(memory, (output >>> 0) + index * eventSize, event);
    });
    memory.setU32(result, events.length);
    return errno.success;
  },
} satisfies Partial<Calls>;

/** Null where the type of event is none that there is. */
function readSubscription(wasi: Wasi, memory: GuestMemory, at: number): Subscription | null {
  const userdata = memory.getU64(at);
  const type = memory.getU8(at + 8);
  switch (type) {
    case eventType.clock: {
      const clock = memory.getU32(at + 16);
      if (clock >= clockCount) return { kind: "refused", userdata, type, error: errno.inval };
      const timeout = memory.getU64(at + 24);
      const absolute = (memory.getU16(at + 40) & subscriptionAbsolute) !== 0;
      const wait = absolute ? timeout - wasi.clock.now(clock) : timeout;
      return { kind: "clock", userdata, wait: wait > 0n ? wait : 0n };
    }
    case eventType.read:
    case eventType.write: {
      const kind = type === eventType.read ? "read" : "write";
      return { kind, userdata, descriptor: memory.getU32(at + 16) };
    }
    default:
      return null;
  }
}

function occurring(wasi: Wasi, subscriptions: readonly Subscription[]): Event[] {
  const ready = subscriptions.flatMap((subscription) => readiness(wasi, subscription));
  if (ready.length > 0) return ready;
  const clocks = subscriptions.filter((subscription) => subscription.kind === "clock");
  const wait = clocks.reduce((least, clock) => (clock.wait < least ? clock.wait : least), 2n ** 64n);
  wasi.clock.sleep(wait);
  return clocks
    .filter((clock) => clock.wait <= wait)
    .map(({ userdata }) => ({
      userdata,
      type: eventType.clock,
      error: errno.success,
      bytes: 0,
      hangup: false,
    }));
}

function readiness(wasi: Wasi, subscription: Subscription): Event[] {
  const { userdata } = subscription;
  switch (subscription.kind) {
    case "clock":
      return [];
    case "refused":
      return [{ userdata, type: subscription.type, error: subscription.error, bytes: 0, hangup: false }];
    case "read": {
      const bytes = readable(wasi, subscription.descriptor);
      const error = bytes === null ? errno.badf : errno.success;
      return [{ userdata, type: eventType.read, error, bytes: bytes ?? 0, hangup: bytes === 0 }];
    }
    case "write": {
      const bytes = writable(wasi, subscription.descriptor);
      const error = bytes === null ? errno.badf : errno.success;
      return [{ userdata, type: eventType.write, error, bytes: bytes ?? 0, hangup: false }];
    }
  }
}

/** Bytes that can be read before the end; null for what cannot be read. */
function readable(wasi: Wasi, number: number): number | null {
  const descriptor = wasi.descriptors.get(number);
  if (descriptor?.kind === "input") return descriptor.bytes.length - descriptor.position;
  if (descriptor?.kind === "file") return Math.max(0, descriptor.node.content.size - descriptor.position);
  return null;
}

/** Bytes that there is room for; null for what cannot be written. */
function writable(wasi: Wasi, number: number): number | null {
  const descriptor = wasi.descriptors.get(number);
  if (descriptor?.kind === "output") return wasi.setup.outputLimit - descriptor.bytes.size;
  if (descriptor?.kind === "file") return wasi.tree.freeBytes;
  return null;
}

function writeEvent(memory: GuestMemory, at: number, event: Event): void {
  memory.bytes(at, eventSize).fill(0);
  memory.setU64(at, event.userdata);
  memory.setU32(at + 8, event.error | (event.type << 16));
  memory.setU64(at + 16, BigInt(event.bytes));
  memory.setU32(at + 24, event.hangup ? eventHangup : 0);
}
