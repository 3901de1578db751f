import { PartialDate } from "./record";

const months: string[] = [
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
/** As MLA shortens them. */
const mlaMonths: string[] = [
  "Jan.",
  "Feb.",
  "Mar.",
  "Apr.",
  "May",
  "June",
  "July",
  "Aug.",
  "Sept.",
  "Oct.",
  "Nov.",
  "Dec.",
];
/** As IEEE shortens them. */
const ieeeMonths: string[] = [
  "Jan.",
  "Feb.",
  "Mar.",
  "Apr.",
  "May",
  "Jun.",
  "Jul.",
  "Aug.",
  "Sep.",
  "Oct.",
  "Nov.",
  "Dec.",
];

/** `May 31`, `May`, or nothing. */
export function monthDay(date: PartialDate): string {
  return monthDayOf(date, months);
}

/** `May 31, 2024`. */
export function american(date: PartialDate): string {
  return withYear(monthDay(date), date, date.day > 0 ? ", " : " ");
}

/** `31 May 2024`. */
export function british(date: PartialDate): string {
  return dayMonthYear(date, months);
}

/** `31 Sept. 2024`. */
export function shortBritish(date: PartialDate): string {
  return dayMonthYear(date, mlaMonths);
}

/** `Sep. 31, 2024`. */
export function shortAmerican(date: PartialDate): string {
  return withYear(monthDayOf(date, ieeeMonths), date, date.day > 0 ? ", " : " ");
}

/** `may`, as BibTeX calls it. */
export function bibtexMonth(date: PartialDate): string {
  return date.month == 0 ? "" : months[date.month - 1].substring(0, 3).toLowerCase();
}

function monthDayOf(date: PartialDate, names: string[]): string {
  if (date.month == 0) return "";
  return date.day == 0 ? names[date.month - 1] : names[date.month - 1] + " " + date.day.toString();
}

function withYear(text: string, date: PartialDate, between: string): string {
  if (!date.known) return "";
  return text == "" ? date.yearText : text + between + date.yearText;
}

function dayMonthYear(date: PartialDate, names: string[]): string {
  if (!date.known) return "";
  const month = date.month == 0 ? "" : names[date.month - 1] + " ";
  return (date.day == 0 ? "" : date.day.toString() + " ") + month + date.yearText;
}
