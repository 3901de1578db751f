import { Json } from "../shared/json";
import { operation, refuse } from "../shared/kernel";
import { msOfDay } from "./calendar";
import { Cursor } from "./cursor";

/** Milliseconds before and after 1970 that instants may have: those of ECMAScript. */
const mostMs: i64 = 8_640_000_000_000_000;

/** An instant, and the time of day that it has somewhere. */
export class Moment {
  constructor(
    /** Milliseconds since 1970 in UTC. */
    readonly ms: i64,
    /** Seconds that the zone is ahead of UTC. */
    readonly offset: i32,
    readonly zone: Zone,
    /** What the zone is called then; empty when it has no name. */
    readonly abbreviation: string,
  ) {}

  /** Milliseconds since 1970 on the clocks of the zone. */
  get wall(): i64 {
    return this.ms + <i64>this.offset * 1000;
  }
}

/** Where the time is what: at a fixed offset, or by the rules of a place. */
export class Zone {
  private constructor(
    /** `UTC`, `+02:00` or `Europe/Berlin`. */
    readonly name: string,
    private isFixed: bool,
    private seconds: i32,
  ) {}

  static fixed(seconds: i32): Zone {
    return new Zone(seconds == 0 ? "UTC" : offsetText(seconds), true, seconds);
  }

  static named(name: string): Zone {
    const text = name.toUpperCase();
    if (text == "UTC" || text == "Z" || text == "GMT") return Zone.fixed(0);
    const cursor = new Cursor(name);
    const offset = cursor.offset();
    if (offset != Cursor.none && cursor.ended) return Zone.fixed(offset);
    return new Zone(name, false, 0);
  }

  /** What the clocks show at an instant. */
  at(ms: i64): Moment {
    if (ms < -mostMs || ms > mostMs) refuse("the time is out of range, which is 271821 years before 1970 to 275760");
    if (this.isFixed) return new Moment(ms, this.seconds, this, this.seconds == 0 ? "UTC" : "");
    const answer = this.ask([ms]);
    const offset = <i32>answer.itemsOf("offsets")[0].value;
    return new Moment(ms, offset, this, answer.itemsOf("names")[0].string);
  }

  /**
   * The instant at which the clocks show a time. Of two, when they are set back, it is the earlier one; when they are set
   * forward over it, it is as much later as they were set.
   */
  ofWall(wall: i64): Moment {
    if (this.isFixed) return this.at(wall - <i64>this.seconds * 1000);
    if (wall < -mostMs + 2 * msOfDay || wall > mostMs - 2 * msOfDay) refuse("the time is out of range for a time zone");
    const around = this.ask([wall - msOfDay, wall + msOfDay]).itemsOf("offsets");
    const before = <i64>around[0].value * 1000;
    const after = <i64>around[1].value * 1000;
    const then = this.ask([wall - before, wall - after]).itemsOf("offsets");
    const beforeFits = <i64>then[0].value * 1000 == before;
    const afterFits = <i64>then[1].value * 1000 == after;
    if (beforeFits && afterFits) return this.at(wall - max(before, after));
    return this.at(wall - (afterFits ? after : before));
  }

  private ask(instants: i64[]): Json {
    const list = Json.array();
    for (let index = 0; index < instants.length; index++) list.push(Json.number(<f64>instants[index]));
    const request = Json.object().set("zone", Json.text(this.name)).set("instants", list);
    return operation("time-zone.offsets", request).json;
  }
}

/** `+02:00`, and `+00:44:30` where there are seconds. */
export function offsetText(seconds: i32): string {
  const size = abs(seconds);
  const minutes = (seconds < 0 ? "-" : "+") + digits(size / 3600, 2) + ":" + digits((size / 60) % 60, 2);
  return size % 60 == 0 ? minutes : minutes + ":" + digits(size % 60, 2);
}

/** A number with leading zeros. */
export function digits(value: i32, count: i32): string {
  return value.toString().padStart(count, "0");
}
