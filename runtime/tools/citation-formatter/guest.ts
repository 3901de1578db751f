import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { apa, apaMention } from "./apa";
import { bibtex, keyOf } from "./bibtex";
import { chicago, chicagoMention } from "./chicago";
import { harvard, harvardMention } from "./harvard";
import { ieee, ieeeMention } from "./ieee";
import { Markup } from "./markup";
import { mla, mlaMention } from "./mla";
import { Work } from "./record";

export function run(): void {
  const given = input();
  const style = given.textOf("style", "apa");
  const markup = new Markup(style == "bibtex" ? "plain" : given.textOf("markup", "plain"));
  const records = given.itemsOf("records");
  const works: Work[] = [];
  for (let at = 0; at < records.length; at++) {
    const work = new Work(records[at], markup);
    work.number = at + 1;
    if (work.title == "") refuse("record " + work.number.toString() + " has no title");
    works.push(work);
  }
  if (style != "mla" && style != "ieee") tellApart(works, style);
  const citations = Json.array();
  const keys = new Map<string, i32>();
  for (let at = 0; at < works.length; at++) citations.push(cited(works[at], style, records[at], keys));
  give(Json.object().set("citations", citations));
}

function cited(work: Work, style: string, record: Json, keys: Map<string, i32>): Json {
  const result = Json.object();
  if (style == "bibtex") {
    const key = keyOf(record, work, keys);
    return result.set("citation", Json.text(bibtex(work, key))).set("inText", Json.text("\\cite{" + key + "}"));
  }
  return result.set("citation", Json.text(whole(work, style))).set("inText", Json.text(short(work, style)));
}

function whole(work: Work, style: string): string {
  if (style == "mla") return mla(work);
  if (style == "chicago") return chicago(work);
  if (style == "ieee") return ieee(work);
  return style == "harvard" ? harvard(work) : apa(work);
}

function short(work: Work, style: string): string {
  if (style == "mla") return mlaMention(work);
  if (style == "chicago") return chicagoMention(work);
  if (style == "ieee") return ieeeMention(work);
  return style == "harvard" ? harvardMention(work) : apaMention(work);
}

/** Works that would be named alike in the text get letters behind the year, in the order in which they come. */
function tellApart(works: Work[], style: string): void {
  const counts = new Map<string, i32>();
  const names: string[] = [];
  for (let at = 0; at < works.length; at++) {
    const name = short(works[at], style);
    names.push(name);
    counts.set(name, (counts.has(name) ? counts.get(name) : 0) + 1);
  }
  const given = new Map<string, i32>();
  for (let at = 0; at < works.length; at++) {
    const name = names[at];
    if (counts.get(name) == 1) continue;
    const index = given.has(name) ? given.get(name) : 0;
    given.set(name, index + 1);
    works[at].suffix = letter(index);
  }
}

/** `a` to `z`, then `aa` and so on. */
function letter(index: i32): string {
  const last = String.fromCharCode(0x61 + (index % 26));
  return index < 26 ? last : letter(index / 26 - 1) + last;
}
