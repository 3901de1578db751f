/** The Gregorian calendar, before its introduction too. Days are counted from 1 January 1970. */

export const msOfDay: i64 = 86_400_000;

/** Division that rounds down. */
export function floorDivide(dividend: i64, divisor: i64): i64 {
  const quotient = dividend / divisor;
  return dividend % divisor < 0 ? quotient - 1 : quotient;
}

export function isLeap(year: i32): bool {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

export function daysInYear(year: i32): i32 {
  return isLeap(year) ? 366 : 365;
}

/** @param month 1 to 12 */
export function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Number of a day. Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil */
export function dayOf(year: i32, month: i32, day: i32): i64 {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = floorDivide(fromMarch, 400);
  const yearOfEra = <i64>fromMarch - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month and day of the month of a day. */
export class CalendarDate {
  year: i32;
  month: i32;
  day: i32;

  /** Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days */
  constructor(day: i64) {
    const shifted = day + 719_468;
    const era = floorDivide(shifted, 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const fromMarch = (5 * dayOfYear + 2) / 153;
    this.day = <i32>(dayOfYear - (153 * fromMarch + 2) / 5 + 1);
    this.month = <i32>(fromMarch < 10 ? fromMarch + 3 : fromMarch - 9);
    this.year = <i32>(yearOfEra + era * 400) + (this.month <= 2 ? 1 : 0);
  }
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: i64): i32 {
  // 1 January 1970 was a Thursday
  const fromMonday = (day + 3) % 7;
  return <i32>(fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1;
}

/** The year that a day's week belongs to (ISO 8601): that of its Thursday. */
export function weekYearOf(day: i64): i32 {
  return new CalendarDate(thursdayOf(day)).year;
}

/** The number of a day's week in its year (ISO 8601), from 1. */
export function weekOf(day: i64): i32 {
  const thursday = thursdayOf(day);
  return <i32>((thursday - dayOf(new CalendarDate(thursday).year, 1, 1)) / 7) + 1;
}

function thursdayOf(day: i64): i64 {
  return day - weekdayOf(day) + 4;
}

/** The first day of a week of ISO 8601. */
export function dayOfWeek(weekYear: i32, week: i32): i64 {
  const inFirstWeek = dayOf(weekYear, 1, 4);
  return inFirstWeek - weekdayOf(inFirstWeek) + 1 + (<i64>week - 1) * 7;
}

export function weeksInYear(weekYear: i32): i32 {
  return weekOf(dayOf(weekYear, 12, 28));
}

/** A day some months later, or earlier; the last of its month where that has not as many. */
export function monthsLater(day: i64, months: i64): i64 {
  const date = new CalendarDate(day);
  const total = <i64>date.year * 12 + (date.month - 1) + months;
  const year = floorDivide(total, 12);
  const month = <i32>(total - year * 12) + 1;
  return dayOf(<i32>year, month, min(date.day, daysInMonth(<i32>year, month)));
}
