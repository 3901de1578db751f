import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";
import { CalendarDate, floorDivide, monthsLater, msOfDay } from "./calendar";
import { Moment } from "./zone";

/** Twice the range of instants: more leads out of it from everywhere. */
const mostMonths: f64 = 6_600_000;
const mostDays: f64 = 200_000_000;
const mostMs: f64 = 9_000_000_000_000_000;

/** A span of time. Months and days have no length of their own; their length depends on where they begin. */
export class Duration {
  constructor(
    readonly months: i64,
    readonly days: i64,
    readonly ms: i64,
  ) {}

  static of(json: Json): Duration {
    const months = json.numberOf("years", 0) * 12 + json.numberOf("months", 0);
    const days = json.numberOf("weeks", 0) * 7 + json.numberOf("days", 0);
    const ms =
      json.numberOf("hours", 0) * 3_600_000 +
      json.numberOf("minutes", 0) * 60_000 +
      json.numberOf("seconds", 0) * 1000 +
      json.numberOf("milliseconds", 0);
    if (abs(months) > mostMonths || abs(days) > mostDays || abs(ms) > mostMs) refuse("the duration is out of range");
    return new Duration(<i64>months, <i64>days, <i64>ms);
  }

  negated(): Duration {
    return new Duration(-this.months, -this.days, -this.ms);
  }

  /** Months and days on the calendar, then the rest on the clock, as Temporal has it. */
  after(start: Moment): Moment {
    const zone = start.zone;
    if (this.months == 0 && this.days == 0) return zone.at(start.ms + this.ms);
    const day = floorDivide(start.wall, msOfDay);
    const timeOfDay = start.wall - day * msOfDay;
    const wall = (monthsLater(day, this.months) + this.days) * msOfDay + timeOfDay;
    const moment = zone.ofWall(wall);
    return this.ms == 0 ? moment : zone.at(moment.ms + this.ms);
  }
}

/**
 * From one instant to another, on the calendar of the first one's zone. Adding it to the first gives the second.
 *
 * @param largest unit: `years`, `months`, `weeks`, `days`, `hours`, `minutes` or `seconds`
 */
export function between(start: Moment, end: Moment, largest: string): Json {
  const sign: i64 = end.ms < start.ms ? -1 : 1;
  let months: i64 = 0;
  let days: i64 = 0;
  let reached = start;
  if (largest == "years" || largest == "months") {
    months = monthsBetween(start, end);
    reached = new Duration(months, 0, 0).after(start);
    if (passes(reached, end, sign)) {
      months -= sign;
      reached = new Duration(months, 0, 0).after(start);
    }
  }
  if (months != 0 || largest == "years" || largest == "months" || largest == "weeks" || largest == "days") {
    days = floorDivide(inZone(end, start).wall, msOfDay) - floorDivide(reached.wall, msOfDay);
    // where clocks are set back over midnight, a later instant may have an earlier date
    if (days * sign < 0) days = 0;
    let further = new Duration(months, days, 0).after(start);
    while (days != 0 && passes(further, end, sign)) {
      days -= sign;
      further = new Duration(months, days, 0).after(start);
    }
    reached = further;
  }
  return written(months, days, end.ms - reached.ms, largest);
}

function inZone(moment: Moment, other: Moment): Moment {
  return other.zone.at(moment.ms);
}

function passes(reached: Moment, end: Moment, sign: i64): bool {
  return (reached.ms - end.ms) * sign > 0;
}

/** Months from the one's month to the other's. */
function monthsBetween(start: Moment, end: Moment): i64 {
  const first = new CalendarDate(floorDivide(start.wall, msOfDay));
  const last = new CalendarDate(floorDivide(inZone(end, start).wall, msOfDay));
  return <i64>(last.year - first.year) * 12 + (last.month - first.month);
}

/** Only units that there are some of. */
function written(months: i64, days: i64, ms: i64, largest: string): Json {
  const json = Json.object();
  const years = largest == "years" ? months / 12 : 0;
  put(json, "years", years);
  put(json, "months", months - years * 12);
  const weeks = largest == "weeks" ? days / 7 : 0;
  put(json, "weeks", weeks);
  put(json, "days", days - weeks * 7);
  const hours = largest == "minutes" || largest == "seconds" ? 0 : ms / 3_600_000;
  put(json, "hours", hours);
  let rest = ms - hours * 3_600_000;
  const minutes = largest == "seconds" ? 0 : rest / 60_000;
  put(json, "minutes", minutes);
  rest -= minutes * 60_000;
  put(json, "seconds", rest / 1000);
  put(json, "milliseconds", rest % 1000);
  return json;
}

function put(json: Json, unit: string, count: i64): void {
  if (count != 0) json.set(unit, Json.number(<f64>count));
}
