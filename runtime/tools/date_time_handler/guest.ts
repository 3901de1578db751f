import { Json } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";
import { daysInMonth, isLeap } from "./calendar";
import { between, Duration } from "./duration";
import { Fields, formatted, isoText, weekdayNames } from "./format";
import { IsoReader } from "./iso";
import { Moment, offsetText, Zone } from "./zone";

export function run(): void {
  const given = input();
  const zone: Zone | null = given.has("zone") ? Zone.named(given.textOf("zone", "")) : null;
  const name = given.textOf("operation", "");
  if (name == "now") {
    const ms = <i64>operation("clock.now", Json.object()).json.numberOf("ms", 0);
    give(described((zone === null ? Zone.fixed(0) : zone).at(ms)));
    return;
  }
  const moment = momentOf(given, "value", zone);
  if (name == "format") {
    give(Json.object().set("text", Json.text(formatted(moment, given.textOf("pattern", "iso")))));
  } else if (name == "difference") {
    const end = momentOf(given, "to", zone);
    give(
      Json.object()
        .set("ms", Json.number(<f64>(end.ms - moment.ms)))
        .set("duration", between(moment, end, given.textOf("largestUnit", "years"))),
    );
  } else if (name == "parse") {
    give(described(moment));
  } else {
    const duration = given.get("duration");
    if (duration === null) refuse(name + " needs a `duration`");
    const span = Duration.of(duration!);
    give(described((name == "add" ? span : span.negated()).after(moment)));
  }
}

function momentOf(given: Json, name: string, zone: Zone | null): Moment {
  const value = given.get(name);
  if (value === null) refuse("this operation needs a `" + name + "`");
  if (value!.isNumber) return (zone === null ? Zone.fixed(0) : zone).at(<i64>value!.value);
  return new IsoReader(value!.string).read(zone);
}

function described(moment: Moment): Json {
  const fields = new Fields(moment);
  const date = fields.date;
  const result = Json.object()
    .set("iso", Json.text(isoText(fields)))
    .set("ms", Json.number(<f64>moment.ms))
    .set("zone", Json.text(moment.zone.name))
    .set("offset", Json.text(offsetText(moment.offset)));
  if (moment.abbreviation.length > 0) result.set("abbreviation", Json.text(moment.abbreviation));
  return result
    .set("year", Json.number(date.year))
    .set("month", Json.number(date.month))
    .set("day", Json.number(date.day))
    .set("hour", Json.number(fields.hour))
    .set("minute", Json.number(fields.minute))
    .set("second", Json.number(fields.second))
    .set("millisecond", Json.number(fields.ms))
    .set("weekday", Json.number(fields.weekday))
    .set("weekdayName", Json.text(weekdayNames[fields.weekday - 1]))
    .set("week", Json.number(fields.week))
    .set("weekYear", Json.number(fields.weekYear))
    .set("dayOfYear", Json.number(fields.dayOfYear))
    .set("quarter", Json.number((date.month + 2) / 3))
    .set("leapYear", Json.boolean(isLeap(date.year)))
    .set("daysInMonth", Json.number(daysInMonth(date.year, date.month)));
}
