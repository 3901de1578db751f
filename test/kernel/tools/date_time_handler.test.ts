import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools({ grants: { clock: true } });
const time = (operation: string, args: Record<string, unknown>) =>
  callTool(kernel, "date_time_handler", { operation, ...args });
const moment = async (operation: string, args: Record<string, unknown>) => {
  const { result, error } = await time(operation, args);
  expect(error).toBeNull();
  return result as Record<string, number> & { iso: string; weekdayName: string };
};
const failure = async (operation: string, args: Record<string, unknown>) =>
  (await time(operation, args)).error;

const mostMs = 8.64e15;
const instant = fc.oneof(
  fc.integer({ min: -mostMs, max: mostMs }),
  fc.integer({ min: -2e12, max: 4e12 }),
  fc.constantFrom(-mostMs, mostMs, 0, -1),
);

test("fields of an instant are those of Date, and its text is read back", () =>
  fc.assert(
    fc.asyncProperty(instant, async (ms) => {
      const date = new Date(ms);
      const found = await moment("parse", { value: ms });
      expect(found).toMatchObject({
        ms,
        iso: date.toISOString().replace(".000Z", "Z"),
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        millisecond: date.getUTCMilliseconds(),
        weekday: date.getUTCDay() || 7,
      });
      expect((await moment("parse", { value: date.toISOString() })).ms).toBe(ms);
    }),
    { numRuns: 200 },
  ));

test("week dates and ordinal dates, extended and basic, are the days that they name", () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: -60e12, max: 250e12 }), async (ms) => {
      const { week, weekYear, weekday, dayOfYear, year, iso } = await moment("parse", { value: ms });
      fc.pre(Number(year) >= 1 && Number(year) <= 9_998);
      const day = iso.slice(0, 10);
      const digits = (value: number | undefined, count: number) => String(value).padStart(count, "0");
      for (const written of [
        `${digits(weekYear, 4)}-W${digits(week, 2)}-${weekday}`,
        `${digits(weekYear, 4)}W${digits(week, 2)}${weekday}`,
        `${digits(year, 4)}-${digits(dayOfYear, 3)}`,
        `${digits(year, 4)}${digits(dayOfYear, 3)}`,
        day.replaceAll("-", ""),
        `+00${day}`,
      ]) {
        expect((await moment("parse", { value: written })).iso).toBe(`${day}T00:00:00Z`);
      }
    }),
    { numRuns: 60 },
  ));

/** The wall clock of a zone, as Intl has it, in milliseconds. */
function wallOf(zone: string, ms: number): number {
  const formatter = new Intl.DateTimeFormat("en-u-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(
    formatter.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1_000) + 1_000) % 1_000);
}

const zones = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Monrovia",
  "America/Sao_Paulo",
);
const modern = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2037, 11) });

test("the time in a zone is that of Intl, and its text is read back as the same instant", () =>
  fc.assert(
    fc.asyncProperty(modern, zones, async (ms, zone) => {
      const { iso } = await moment("parse", { value: ms, zone });
      const wall = Date.parse(`${iso.replace(/[+-]\d\d:\d\d(?::\d\d)?$|Z$/, "")}Z`);
      expect(wall).toBe(wallOf(zone, ms));
      expect((await moment("parse", { value: iso })).ms).toBe(ms);
    }),
    { numRuns: 100 },
  ));

test("a time of day in a zone is found: it shows on the clocks there, unless they were set forward over it", () =>
  fc.assert(
    fc.asyncProperty(modern, zones, async (wall, zone) => {
      const text = new Date(wall).toISOString().slice(0, -1);
      const found = await moment("parse", { value: text, zone });
      const shown = wallOf(zone, Number(found.ms));
      if (shown !== wall) expect(shown - wall).toBeLessThanOrEqual(25 * 3_600_000);
      else expect((await moment("parse", { value: `${text}[${zone}]` })).ms).toBe(found.ms);
      expect(shown).toBeGreaterThanOrEqual(wall);
    }),
    { numRuns: 100 },
  ));

test.each([
  ["2024-03-31T02:30", "2024-03-31T03:30:00+02:00"],
  ["2024-10-27T02:30", "2024-10-27T02:30:00+02:00"],
  ["2024-10-27T02:30+01:00", "2024-10-27T02:30:00+01:00"],
])("%s in Berlin, when clocks are set, is %s", async (value, iso) => {
  expect((await moment("parse", { value, zone: "Europe/Berlin" })).iso).toBe(iso);
});

const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"];

test("adding a difference leads to the other moment, in either direction and every unit", () =>
  fc.assert(
    fc.asyncProperty(
      modern,
      modern,
      fc.constantFrom(...units),
      fc.constantFrom("UTC", "-03:30", "Europe/Berlin", "Pacific/Apia"),
      async (value, to, largestUnit, zone) => {
        const { result } = await time("difference", { value, to, largestUnit, zone });
        expect(result?.ms).toBe(to - value);
        const counts = Object.entries(result?.duration as Record<string, number>);
        for (const [unit, count] of counts) {
          expect(Math.sign(count)).toBe(Math.sign(to - value));
          expect(units.indexOf(unit) === -1 || units.indexOf(unit) >= units.indexOf(largestUnit)).toBe(true);
        }
        expect((await moment("add", { value, zone, duration: result?.duration })).ms).toBe(to);
      },
    ),
    { numRuns: 150 },
  ));

test("months are added as a calendar does: the day stays, or is the last of its month", () =>
  fc.assert(
    fc.asyncProperty(modern, fc.integer({ min: -2_000, max: 2_000 }), async (value, months) => {
      const from = new Date(value);
      const found = new Date(Number((await moment("add", { value, duration: { months } })).ms));
      const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
      const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
      expect(found.getUTCMonth()).toBe(first.getUTCMonth());
      expect(found.getUTCFullYear()).toBe(first.getUTCFullYear());
      expect(found.getUTCDate()).toBe(Math.min(from.getUTCDate(), last));
      expect(found.getTime() - Math.floor(found.getTime() / 864e5) * 864e5).toBe(
        value - Math.floor(value / 864e5) * 864e5,
      );
      expect((await moment("subtract", { value, duration: { months: -months } })).ms).toBe(found.getTime());
    }),
    { numRuns: 100 },
  ));

test("text that is no date is refused with a reason, whatever it is", () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.array(fc.constantFrom(..."0123459-+:.TWZ []"), { maxLength: 25 }).map((units) => units.join("")),
        fc.string(),
      ),
      async (value) => {
        const { result, error } = await time("parse", { value });
        if (result === null) expect(error).toMatch(/is no date and time|out of range|no time zone/);
        else expect(Number.isInteger(result.ms)).toBe(true);
      },
    ),
    { numRuns: 300 },
  ));

test.each([
  "2023-13-01",
  "2023-00-01",
  "2023-04-31",
  "2021-W53-1",
  "2023-366",
  "2024-01-01T25:00",
  "2024-01-01T24:00:01",
  "2024-01-01T12:60",
  "2016-12-31T23:59:60Z",
  "-000000-01-01",
  "202401",
  "2024-01-01T12:00+24:00",
  "2024-01-01T12:00:00.",
  "2024-01-01 junk",
  "2024-1-1",
])("%s is refused", async (value) => {
  expect(await failure("parse", { value })).toMatch(/is no date and time of ISO 8601/);
});

test("patterns refuse letters without a meaning and quotes that are open", async () => {
  expect(await failure("format", { value: 0, pattern: "j" })).toContain('stands for nothing: "j"');
  expect(await failure("format", { value: 0, pattern: "'open" })).toContain("not closed");
  const pattern = "''yy'o''clock' YYYY-'W'ww-e h a SSSS xx X Q QQQ D DDD MMM EEE VV";
  expect((await time("format", { value: 13 * 36e5 + 45, pattern })).result?.text).toBe(
    "'70o'clock 1970-W01-4 1 PM 0450 +0000 Z 1 Q1 1 001 Jan Thu UTC",
  );
});

test("the names of months, days and zones are those of Intl", () =>
  fc.assert(
    fc.asyncProperty(modern, async (ms) => {
      const { result } = await time("format", {
        value: ms,
        zone: "America/New_York",
        pattern: "EEEE, MMMM d, yyyy, h:mm:ss a z",
      });
      const expected = new Intl.DateTimeFormat("en-US", {
        timeZone: "America/New_York",
        weekday: "long",
        month: "long",
        day: "numeric",
        year: "numeric",
        hour: "numeric",
        minute: "2-digit",
        second: "2-digit",
        timeZoneName: "short",
      });
      const text = expected.format(ms).replace(" at ", ", ").replaceAll("\u202f", " ");
      expect(result?.text).toBe(text);
    }),
    { numRuns: 50 },
  ));

test("the time is not told without a grant, and is that of the clock with one", async () => {
  const without = await kernelWithTools();
  expect((await callTool(without, "date_time_handler", { operation: "now" })).error).toContain("clock: true");
  const before = Date.now();
  const { ms } = await moment("now", { zone: "Europe/Berlin" });
  expect(ms).toBeGreaterThanOrEqual(before);
  expect(ms).toBeLessThanOrEqual(Date.now());
});
