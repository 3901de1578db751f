import { refuse } from "../shared/kernel";
import { dayOf, dayOfWeek, daysInMonth, daysInYear, msOfDay, weeksInYear } from "./calendar";
import { Cursor } from "./cursor";
import { Moment, Zone } from "./zone";

/** Reads a date and time of ISO 8601, with a zone in brackets (RFC 9557) where there is one. */
export class IsoReader {
  private cursor: Cursor;

  constructor(private text: string) {
    this.cursor = new Cursor(text);
  }

  /** @param zone where it is meant to be when it has no offset and no zone of its own; what it is shown in. Null: UTC, or its own */
  read(zone: Zone | null): Moment {
    const wall = this.date() * msOfDay + this.time();
    const offset = this.cursor.offset();
    const place = this.place();
    if (!this.cursor.ended) this.fail("what follows character " + this.cursor.at.toString() + " is unexpected");
    const shown = zone !== null ? zone : place !== null ? place : offset != Cursor.none ? Zone.fixed(offset) : Zone.fixed(0);
    if (offset != Cursor.none) return shown.at(wall - <i64>offset * 1000);
    if (place === null) return shown.ofWall(wall);
    const meant = place.ofWall(wall);
    return zone === null ? meant : shown.at(meant.ms);
  }

  private fail(why: string): void {
    refuse('"' + this.text + '" is no date and time of ISO 8601: ' + why);
  }

  /** Number of the day. */
  private date(): i64 {
    const year = this.year();
    const cursor = this.cursor;
    const basic = cursor.digitsAhead;
    if (basic == 3) return this.ordinal(year);
    if (basic == 4) return this.dayOfMonth(year, cursor.number(2), false);
    if (cursor.take(0x57)) return this.week(year, false);
    if (basic > 0) this.fail("a date is written like 2024-05-31, 20240531, 2024-W22-5 or 2024-152");
    if (!cursor.take(0x2d)) return dayOf(year, 1, 1);
    if (cursor.take(0x57)) return this.week(year, true);
    if (cursor.digitsAhead == 3) return this.ordinal(year);
    const month = cursor.number(2);
    if (month < 0) this.fail("a year and a hyphen, but no month");
    return this.dayOfMonth(year, month, true);
  }

  private year(): i32 {
    const cursor = this.cursor;
    const negative = cursor.unit == 0x2d || cursor.unit == 0x2212;
    if (!negative && cursor.unit != 0x2b) {
      const year = cursor.number(4);
      if (year < 0) this.fail("it begins with no year of four digits");
      return year;
    }
    cursor.at++;
    const year = cursor.number(6);
    if (year < 0 || (negative && year == 0)) this.fail("a year with a sign has six digits, and is not -000000");
    return negative ? -year : year;
  }

  private dayOfMonth(year: i32, month: i32, extended: bool): i64 {
    if (month < 1 || month > 12) this.fail("there is no such month");
    const hasDay = !extended || this.cursor.take(0x2d);
    const day = hasDay ? this.cursor.number(2) : 1;
    if (day < 1 || day > daysInMonth(year, month)) this.fail("the month has no such day");
    return dayOf(year, month, day);
  }

  private ordinal(year: i32): i64 {
    const day = this.cursor.number(3);
    if (day < 1 || day > daysInYear(year)) this.fail("the year has no such day");
    return dayOf(year, 1, 1) + day - 1;
  }

  private week(year: i32, extended: bool): i64 {
    const week = this.cursor.number(2);
    if (week < 1 || week > weeksInYear(year)) this.fail("the year has no such week");
    const hasDay = extended ? this.cursor.take(0x2d) : this.cursor.digitsAhead > 0;
    const weekday = hasDay ? this.cursor.number(1) : 1;
    if (weekday < 1 || weekday > 7) this.fail("days of a week are 1 to 7");
    return dayOfWeek(year, week) + weekday - 1;
  }

  /** Milliseconds since midnight. */
  private time(): i64 {
    const cursor = this.cursor;
    if (!cursor.take(0x54) && !cursor.take(0x74) && !cursor.take(0x20)) return 0;
    const hour = cursor.number(2);
    if (hour < 0) this.fail("a time begins with an hour of two digits");
    const extended = cursor.take(0x3a);
    const minute = extended || cursor.digitsAhead > 0 ? cursor.number(2) : 0;
    const hasSecond = extended ? cursor.take(0x3a) : cursor.digitsAhead > 0;
    const second = hasSecond ? cursor.number(2) : 0;
    const ms = hasSecond ? this.fraction() : 0;
    if (minute < 0 || second < 0) this.fail("minutes and seconds have two digits");
    const isMidnight = hour == 24 && minute == 0 && second == 0 && ms == 0;
    if ((hour > 23 && !isMidnight) || minute > 59) this.fail("there is no such time of day");
    if (second > 59) this.fail("there is no such second; leap seconds are not counted here");
    return ((<i64>hour * 60 + minute) * 60 + second) * 1000 + ms;
  }

  /** Milliseconds; what is smaller is cut off. */
  private fraction(): i32 {
    const cursor = this.cursor;
    if (!cursor.take(0x2e) && !cursor.take(0x2c)) return 0;
    const count = cursor.digitsAhead;
    if (count == 0) this.fail("no digits after the decimal sign");
    const taken = min(count, 3);
    let ms = cursor.number(taken);
    for (let missing = taken; missing < 3; missing++) ms *= 10;
    cursor.at += count - taken;
    return ms;
  }

  /** `[Europe/Berlin]` */
  private place(): Zone | null {
    const cursor = this.cursor;
    if (!cursor.take(0x5b)) return null;
    const end = this.text.indexOf("]", cursor.at);
    if (end < 0) this.fail("a bracket is not closed");
    const name = this.text.substring(cursor.at, end);
    cursor.at = end + 1;
    return Zone.named(name);
  }
}
