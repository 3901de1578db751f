import { Json } from "../shared/json";
import { plainLetters } from "../shared/latin";
import { bibtexMonth } from "./dates";
import { Name, Work } from "./record";

/** An entry of BibTeX. @param work with texts that are not escaped */
export function bibtex(work: Work, key: string): string {
  let entry = "@" + kindOf(work) + "{" + key;
  entry += field("author", people(work.authors));
  entry += field("editor", people(work.editors));
  // another pair of braces keeps capitals as they are
  entry += field("title", "{" + latex(work.title) + "}");
  const isThesis = work.type == "thesis";
  if (work.container != "") {
    const name = work.type == "article" ? "journal" : work.type == "chapter" ? "booktitle" : "howpublished";
    entry += field(name, latex(work.container));
  }
  entry += field(isThesis ? "school" : "publisher", latex(work.publisher));
  entry += field("address", latex(work.place));
  entry += field("year", work.date.known ? work.date.yearText : "");
  const month = bibtexMonth(work.date);
  if (month != "") entry += ",\n  month = " + month;
  entry += field("volume", latex(work.volume));
  entry += field("number", latex(work.issue));
  entry += field("pages", latex(work.pages).replaceAll("\u2013", "--"));
  entry += field("edition", latex(work.editionText("")).trim());
  entry += field("doi", work.doi);
  entry += field("url", work.url);
  if (work.accessed.known) entry += field("urldate", isoText(work));
  if (isThesis && work.thesis == "bachelor") entry += field("type", "Bachelor's thesis");
  return entry + "\n}";
}

function kindOf(work: Work): string {
  if (work.type == "article" || work.type == "book") return work.type;
  if (work.type == "chapter") return "incollection";
  if (work.type == "website") return "misc";
  return work.thesis == "doctoral" ? "phdthesis" : "mastersthesis";
}

function field(name: string, value: string): string {
  return value == "" ? "" : ",\n  " + name + " = {" + value + "}";
}

function isoText(work: Work): string {
  const date = work.accessed;
  const month = date.month == 0 ? "" : "-" + date.month.toString().padStart(2, "0");
  const day = date.day == 0 ? "" : "-" + date.day.toString().padStart(2, "0");
  return date.yearText.padStart(4, "0") + month + day;
}

function people(names: Name[]): string {
  let text = "";
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    const family = latex(name.family);
    if (at > 0) text += " and ";
    if (name.isOrganization) text += "{" + family + "}";
    else text += name.given == "" ? family : family + ", " + latex(name.given);
  }
  return text;
}

/** A text that means itself in LaTeX. */
function latex(text: string): string {
  let escaped = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const letter = text.charAt(at);
    if (unit == 0x5c) escaped += "\\textbackslash{}";
    else if (unit == 0x7e) escaped += "\\textasciitilde{}";
    else if (unit == 0x5e) escaped += "\\textasciicircum{}";
    else if ("&%$#_{}".includes(letter)) escaped += "\\" + letter;
    else escaped += letter;
  }
  return escaped;
}

/** A name for an entry that none of the others has: `smith2020title`. It is added to them. */
export function keyOf(record: Json, work: Work, known: Map<string, i32>): string {
  const asked = record.textOf("key", "");
  const names = work.first;
  const family = names.length > 0 ? letters(names[0].family) : "anonymous";
  const year = work.date.known ? work.date.yearText : "";
  const key = asked != "" ? asked : family + year + firstWord(work.title);
  const times = known.has(key) ? known.get(key) : 0;
  known.set(key, times + 1);
  return times == 0 ? key : key + "-" + (times + 1).toString();
}

/** The first word of a text that is longer than three letters; empty when there is none. */
function firstWord(text: string): string {
  const words = text.split(" ");
  for (let at = 0; at < words.length; at++) {
    const word = letters(words[at]);
    if (word.length > 3) return word;
  }
  return "";
}

/** Letters and digits of a text in lower case, in ASCII. */
function letters(text: string): string {
  const lower = text.toLowerCase();
  let found = "";
  for (let at = 0; at < lower.length; at++) {
    const unit = lower.charCodeAt(at);
    const isPart = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
    found += isPart ? lower.charAt(at) : plainLetters(unit);
  }
  return found;
}
