import { refuse } from "../shared/kernel";
import { CalendarDate, dayOf, floorDivide, msOfDay, weekdayOf, weekOf, weekYearOf } from "./calendar";
import { digits, Moment, offsetText, Zone } from "./zone";

export const monthNames: string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const weekdayNames: string[] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What calendar and clock show. */
export class Fields {
  readonly dayNumber: i64;
  readonly date: CalendarDate;
  readonly hour: i32;
  readonly minute: i32;
  readonly second: i32;
  readonly ms: i32;

  constructor(readonly moment: Moment) {
    const wall = moment.wall;
    const dayNumber = floorDivide(wall, msOfDay);
    this.date = new CalendarDate(dayNumber);
    this.dayNumber = dayNumber;
    const time = <i32>(wall - dayNumber * msOfDay);
    this.hour = time / 3_600_000;
    this.minute = (time / 60_000) % 60;
    this.second = (time / 1000) % 60;
    this.ms = time % 1000;
  }

  get weekday(): i32 {
    return weekdayOf(this.dayNumber);
  }

  get week(): i32 {
    return weekOf(this.dayNumber);
  }

  get weekYear(): i32 {
    return weekYearOf(this.dayNumber);
  }

  get dayOfYear(): i32 {
    return <i32>(this.dayNumber - dayOf(this.date.year, 1, 1)) + 1;
  }
}

/** `2024-05-31T07:08:09.5+02:00`: a fraction only where there is one. */
export function isoText(fields: Fields): string {
  const date = yearText(fields.date.year) + "-" + digits(fields.date.month, 2) + "-" + digits(fields.date.day, 2);
  const time = digits(fields.hour, 2) + ":" + digits(fields.minute, 2) + ":" + digits(fields.second, 2);
  const fraction = fields.ms == 0 ? "" : "." + digits(fields.ms, 3);
  const offset = fields.moment.zone.name == "UTC" ? "Z" : offsetText(fields.moment.offset);
  return date + "T" + time + fraction + offset;
}

/** Four digits, or a sign and six (ISO 8601, expanded). */
export function yearText(year: i32): string {
  if (year >= 0 && year <= 9999) return digits(year, 4);
  return (year < 0 ? "-" : "+") + digits(abs(year), 6);
}

/** Writes a moment by a name (`iso`, `http`, `rfc5322`, `date`, `time`) or by a pattern of Unicode's letters. */
export function formatted(moment: Moment, pattern: string): string {
  if (pattern == "iso") return isoText(new Fields(moment));
  if (pattern == "date") return byPattern(moment, "yyyy-MM-dd");
  if (pattern == "time") return byPattern(moment, "HH:mm:ss");
  if (pattern == "rfc5322") return byPattern(moment, "EEE, dd MMM yyyy HH:mm:ss xx");
  if (pattern == "http") return byPattern(Zone.fixed(0).at(moment.ms), "EEE, dd MMM yyyy HH:mm:ss 'GMT'");
  return byPattern(moment, pattern);
}

/** Source: https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns */
function byPattern(moment: Moment, pattern: string): string {
  const fields = new Fields(moment);
  let text = "";
  let at = 0;
  while (at < pattern.length) {
    const unit = pattern.charCodeAt(at);
    if (unit == 0x27) {
      const end = quotedEnd(pattern, at);
      text += end == at + 2 ? "'" : pattern.substring(at + 1, end - 1).replaceAll("''", "'");
      at = end;
      continue;
    }
    let end = at + 1;
    while (end < pattern.length && pattern.charCodeAt(end) == unit) end++;
    const isLetter = (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
    text += isLetter ? field(fields, unit, end - at) : pattern.substring(at, end);
    at = end;
  }
  return text;
}

/** Where a quoted text ends, behind its last quote. Two quotes in it are one that is meant. */
function quotedEnd(pattern: string, from: i32): i32 {
  let at = from + 1;
  while (at < pattern.length) {
    if (pattern.charCodeAt(at) == 0x27) {
      const isDouble = at > from + 1 && at + 1 < pattern.length && pattern.charCodeAt(at + 1) == 0x27;
      if (!isDouble) return at + 1;
      at++;
    }
    at++;
  }
  refuse("a quote in the pattern is not closed");
  return at;
}

function field(fields: Fields, letter: u32, count: i32): string {
  const date = fields.date;
  switch (letter) {
    case 0x79: // y
      return yearField(date.year, count);
    case 0x59: // Y
      return yearField(fields.weekYear, count);
    case 0x51: // Q
      return named(count, (date.month + 2) / 3, "Q" + ((date.month + 2) / 3).toString());
    case 0x4d: // M
      return named(count, date.month, monthNames[date.month - 1]);
    case 0x64: // d
      return digits(date.day, count);
    case 0x44: // D
      return digits(fields.dayOfYear, count);
    case 0x77: // w
      return digits(fields.week, count);
    case 0x45: // E
      return named(max(count, 3), 0, weekdayNames[fields.weekday - 1]);
    case 0x65: // e
      return named(count, fields.weekday, weekdayNames[fields.weekday - 1]);
    case 0x48: // H
      return digits(fields.hour, count);
    case 0x68: // h
      return digits(((fields.hour + 11) % 12) + 1, count);
    case 0x61: // a
      return fields.hour < 12 ? "AM" : "PM";
    case 0x6d: // m
      return digits(fields.minute, count);
    case 0x73: // s
      return digits(fields.second, count);
    case 0x53: // S
      return count <= 3 ? digits(fields.ms, 3).substring(0, count) : digits(fields.ms, 3).padEnd(count, "0");
    case 0x78: // x
    case 0x58: // X
      return offsetField(fields.moment.offset, count, letter == 0x58);
    case 0x56: // V
      return fields.moment.zone.name;
    case 0x7a: // z
      return fields.moment.abbreviation.length > 0 ? fields.moment.abbreviation : offsetText(fields.moment.offset);
  }
  refuse('the pattern has a letter that stands for nothing: "' + String.fromCharCode(letter) + "\"; text goes in 'quotes'");
  return "";
}

function yearField(year: i32, count: i32): string {
  if (count == 2) return digits(abs(year) % 100, 2);
  return (year < 0 ? "-" : "") + digits(abs(year), count);
}

/** A number of one or two digits, three letters of a name, or all of them. */
function named(count: i32, number: i32, name: string): string {
  if (count <= 2) return digits(number, count);
  return count == 3 ? name.substring(0, 3) : name;
}

function offsetField(seconds: i32, count: i32, zeroIsZ: bool): string {
  if (zeroIsZ && seconds == 0) return "Z";
  const text = offsetText(seconds);
  if (count == 1 && text.endsWith(":00")) return text.substring(0, 3);
  return count >= 3 ? text : text.replaceAll(":", "");
}
