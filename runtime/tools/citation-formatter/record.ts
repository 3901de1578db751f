import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";
import { Markup } from "./markup";

/** Who made something: a person, or an organization, which has no given name. */
export class Name {
  constructor(
    readonly family: string,
    readonly given: string,
    readonly isOrganization: bool,
  ) {}
}

/** A year, and a month and a day where they are known; 0 where not. */
export class PartialDate {
  constructor(
    readonly year: i32,
    readonly month: i32,
    readonly day: i32,
  ) {}

  get known(): bool {
    return this.year != 0;
  }

  get yearText(): string {
    return this.year.toString();
  }
}

/** A work that is cited. What is not known is empty. Texts are escaped for the markup; names are not yet. */
export class Work {
  readonly type: string;
  readonly authors: Name[];
  readonly editors: Name[];
  readonly title: string;
  readonly container: string;
  readonly volume: string;
  readonly issue: string;
  readonly pages: string;
  readonly edition: string;
  readonly publisher: string;
  readonly place: string;
  readonly thesis: string;
  readonly date: PartialDate;
  readonly accessed: PartialDate;
  /** Without what stands before `10.`. */
  readonly doi: string;
  readonly url: string;
  /** A letter that tells works of the same year and authors apart. */
  suffix: string = "";
  /** Its place in the list, from 1. */
  number: i32 = 0;

  constructor(
    record: Json,
    readonly markup: Markup,
  ) {
    this.type = record.textOf("type", "book");
    this.authors = namesOf(record.itemsOf("authors"));
    this.editors = namesOf(record.itemsOf("editors"));
    this.title = markup.text(tidyOf(record, "title"));
    this.container = markup.text(tidyOf(record, "container"));
    this.volume = markup.text(tidyOf(record, "volume"));
    this.issue = markup.text(tidyOf(record, "issue"));
    this.pages = markup.text(tidyOf(record, "pages")).replaceAll("--", "\u2013").replaceAll("-", "\u2013");
    this.edition = markup.text(tidyOf(record, "edition"));
    this.publisher = markup.text(tidyOf(record, "publisher"));
    this.place = markup.text(tidyOf(record, "place"));
    this.thesis = record.textOf("thesis", "doctoral");
    this.date = dateOf(record.textOf("date", ""));
    this.accessed = dateOf(record.textOf("accessed", ""));
    this.doi = markup.text(bareDoi(tidyOf(record, "doi")));
    this.url = markup.text(tidyOf(record, "url"));
  }

  /** The DOI as an address, or else the address. */
  get link(): string {
    return this.doi.length > 0 ? "https://doi.org/" + this.doi : this.url;
  }

  /** `2nd ed.`; nothing of a first edition. @param word what stands behind the number */
  editionText(word: string): string {
    const edition = this.edition;
    if (edition == "" || edition == "1") return "";
    return isNumber(edition) ? ordinal(<i32>parseInt(edition)) + " " + word : edition;
  }

  /** `p. 3`, `pp. 3–7`. */
  get pagesText(): string {
    if (this.pages == "") return "";
    return (this.pages.includes("\u2013") || this.pages.includes(",") ? "pp. " : "p. ") + this.pages;
  }

  /** Title, in italics when the work stands by itself. */
  get mainTitle(): string {
    return this.isPart ? this.title : this.markup.italic(this.title);
  }

  /** Whether it appeared in something. */
  get isPart(): bool {
    return this.type == "article" || this.type == "chapter";
  }

  /** Editors, where nobody is named as the author. */
  get hasEditorsFirst(): bool {
    return this.authors.length == 0 && this.type == "book" && this.editors.length > 0;
  }

  /** Who stands at the beginning. */
  get first(): Name[] {
    return this.hasEditorsFirst ? this.editors : this.authors;
  }
}

function namesOf(items: Json[]): Name[] {
  const names: Name[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    const family = item.isText ? tidy(item.string) : tidyOf(item, "family");
    if (family != "") names.push(new Name(family, tidyOf(item, "given"), item.isText));
  }
  return names;
}

function tidyOf(json: Json, name: string): string {
  return tidy(json.textOf(name, ""));
}

/** With single spaces, and none at the ends. */
function tidy(text: string): string {
  const words = text.replaceAll("\n", " ").replaceAll("\t", " ").replaceAll("\r", " ").split(" ");
  let tidied = "";
  for (let at = 0; at < words.length; at++) {
    if (words[at] != "") tidied += tidied == "" ? words[at] : " " + words[at];
  }
  return tidied;
}

/** `2024`, `2024-05` or `2024-05-31`, as the schema has made sure. */
function dateOf(text: string): PartialDate {
  if (text == "") return new PartialDate(0, 0, 0);
  const year = <i32>parseInt(text.substring(0, 4));
  const month = text.length >= 7 ? <i32>parseInt(text.substring(5, 7)) : 0;
  const day = text.length >= 10 ? <i32>parseInt(text.substring(8, 10)) : 0;
  const fits = year > 0 && month <= 12 && day <= 31 && (text.length < 7 || month > 0) && (text.length < 10 || day > 0);
  if (!fits) refuse('"' + text + '" is no date');
  return new PartialDate(year, month, day);
}

function bareDoi(doi: string): string {
  const at = doi.indexOf("10.");
  return at > 0 ? doi.substring(at) : doi;
}

export function isNumber(text: string): bool {
  if (text.length == 0 || text.length > 4) return false;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x30 || text.charCodeAt(at) > 0x39) return false;
  }
  return true;
}

/** `1st`, `22nd`, `113th`. */
export function ordinal(number: i32): string {
  const tens = number % 100;
  const ones = number % 10;
  const isTeen = tens >= 11 && tens <= 13;
  return number.toString() + (isTeen || ones == 0 || ones > 3 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : "rd");
}
