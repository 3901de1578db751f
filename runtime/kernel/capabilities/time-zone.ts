import { z } from "zod";
import { OperationError, operation } from "./operation.ts";

/** Formatters by zone, because making one takes longer than using it; as many as there are zones, at most. */
const formatters = new Map<
  string,
  { readonly offset: Intl.DateTimeFormat; readonly name: Intl.DateTimeFormat }
>();

const mostMs = 8.64e15;

/** Fuel for an instant, of two calls of `Intl`. */
const charge = 20_000;

/** Seconds that a time zone of the IANA's database is ahead of UTC at instants, in milliseconds since 1970, and what it is called then. */
export const timeZoneOffsets = operation({
  capability: "library",
  request: z.strictObject({
    zone: z.string().max(64),
    instants: z.array(z.int().min(-mostMs).max(mostMs)).min(1).max(8),
  }),
  access: () => null,
  perform: ({ zone, instants }, _body, scope) => {
    scope.charge(charge * instants.length);
    const { offset, name } = formattersOf(zone);
    return {
      json: {
        offsets: instants.map((ms) => secondsOf(zoneName(offset, ms))),
        names: instants.map((ms) => zoneName(name, ms)),
      },
    };
  },
});

function formattersOf(zone: string) {
  const known = formatters.get(zone.toLowerCase());
  if (known !== undefined) return known;
  try {
    const made = {
      offset: new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }),
      name: new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "short" }),
    };
    formatters.set(zone.toLowerCase(), made);
    return made;
  } catch {
    throw new OperationError(
      "failed",
      `there is no time zone "${zone}"; there are Europe/Berlin, UTC, +02:00 and so on`,
    );
  }
}

function zoneName(formatter: Intl.DateTimeFormat, ms: number): string {
  return formatter.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** @param name `GMT`, `GMT+05:30`, `GMT-00:44:30` */
function secondsOf(name: string): number {
  const [, sign, hours, minutes, seconds = 0] = /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  const size = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -size : size;
}
