import { Json, Kind, numberText, parseText } from "../shared/json";
import { refuse } from "../shared/kernel";
import { Text } from "../shared/text";

/** How a CSV text is written. RFC 4180 where nothing else is said. */
export class Dialect {
  delimiter: u32 = 0x2c;
  quote: u32 = 0x22;
  header: bool = true;
  /** Whether fields that look like numbers, booleans or null become such. */
  types: bool = false;
  newline: string = "\n";

  static of(options: Json | null): Dialect {
    const dialect = new Dialect();
    if (options === null) return dialect;
    dialect.delimiter = options.textOf("delimiter", ",").charCodeAt(0);
    dialect.quote = options.textOf("quote", '"').charCodeAt(0);
    if (dialect.delimiter == dialect.quote) refuse("the delimiter and the quote are the same");
    dialect.header = options.flagOf("header", true);
    dialect.types = options.flagOf("types", false);
    dialect.newline = options.textOf("newline", "lf") == "crlf" ? "\r\n" : "\n";
    return dialect;
  }
}

/** A field, and whether it stood in quotes. */
class Field {
  constructor(
    public text: string,
    public quoted: bool,
  ) {}
}

/** Reads rows, one at a time. A byte order mark and a line break at the end do not count. */
class Reader {
  private at: i32 = 0;
  /** The line that the row which was read last began on, from 1. */
  line: i32 = 1;
  private nextLine: i32 = 1;

  constructor(
    private text: string,
    private dialect: Dialect,
  ) {
    if (text.length > 0 && text.charCodeAt(0) == 0xfeff) this.at = 1;
  }

  get ended(): bool {
    return this.at >= this.text.length;
  }

  row(): Field[] {
    this.line = this.nextLine;
    const fields: Field[] = [];
    for (;;) {
      fields.push(this.field());
      if (this.ended) return fields;
      const unit = <u32>this.text.charCodeAt(this.at++);
      if (unit == this.dialect.delimiter) continue;
      if (unit == 0x0d && !this.ended && this.text.charCodeAt(this.at) == 0x0a) this.at++;
      this.nextLine++;
      return fields;
    }
  }

  private field(): Field {
    if (!this.ended && <u32>this.text.charCodeAt(this.at) == this.dialect.quote) return this.quotedField();
    const from = this.at;
    while (!this.ended) {
      const unit = <u32>this.text.charCodeAt(this.at);
      if (unit == this.dialect.delimiter || unit == 0x0a || unit == 0x0d) break;
      if (unit == this.dialect.quote) this.wrong("a quote in a field that does not begin with one");
      this.at++;
    }
    return new Field(this.text.substring(from, this.at), false);
  }

  private quotedField(): Field {
    const quote = this.dialect.quote;
    const parts: string[] = [];
    let from = ++this.at;
    for (;;) {
      if (this.ended) this.wrong("a quoted field that does not end");
      const unit = <u32>this.text.charCodeAt(this.at);
      if (unit == 0x0a || (unit == 0x0d && !this.lineFeedAt(this.at + 1))) this.nextLine++;
      if (unit != quote) {
        this.at++;
        continue;
      }
      parts.push(this.text.substring(from, this.at));
      this.at++;
      if (this.ended || <u32>this.text.charCodeAt(this.at) != quote) break;
      // two quotes are one; it is the first character of the next part
      from = this.at++;
    }
    if (!this.ended) {
      const next = <u32>this.text.charCodeAt(this.at);
      if (next != this.dialect.delimiter && next != 0x0a && next != 0x0d) this.wrong("something between a quoted field and the next delimiter");
    }
    return new Field(parts.length == 1 ? parts[0] : parts.join(""), true);
  }

  private lineFeedAt(at: i32): bool {
    return at < this.text.length && this.text.charCodeAt(at) == 0x0a;
  }

  private wrong(message: string): void {
    refuse("no CSV: " + message + ", on line " + this.nextLine.toString());
  }
}

/** The rows of a CSV text: objects by the names of the first row, or arrays where there is no such row. */
export function readCsv(text: string, dialect: Dialect): Json {
  const reader = new Reader(text, dialect);
  const rows = Json.array();
  if (reader.ended) return rows;
  const names = dialect.header ? headerOf(reader.row()) : [];
  let columns = names.length;
  while (!reader.ended) {
    const fields = reader.row();
    if (columns == 0) columns = fields.length;
    // a line with nothing on it is a row only where rows have one field
    if (columns > 1 && fields.length == 1 && fields[0].text == "" && !fields[0].quoted) continue;
    if (fields.length != columns) {
      const counts = fields.length.toString() + (fields.length == 1 ? " field" : " fields") + ", and the first row has " + columns.toString();
      refuse("no CSV: the row on line " + reader.line.toString() + " has " + counts);
    }
    rows.push(dialect.header ? objectOf(names, fields, dialect.types) : arrayOf(fields, dialect.types));
  }
  return rows;
}

function headerOf(fields: Field[]): string[] {
  const names: string[] = [];
  const known = new Set<string>();
  for (let at = 0; at < fields.length; at++) {
    const name = fields[at].text;
    if (known.has(name)) refuse('no CSV: two columns have the name "' + name + '"');
    known.add(name);
    names.push(name);
  }
  return names;
}

function objectOf(names: string[], fields: Field[], types: bool): Json {
  const object = Json.object();
  object.names = names;
  for (let at = 0; at < fields.length; at++) object.items.push(valueOf(fields[at], types));
  return object;
}

function arrayOf(fields: Field[], types: bool): Json {
  const array = Json.array();
  for (let at = 0; at < fields.length; at++) array.push(valueOf(fields[at], types));
  return array;
}

function valueOf(field: Field, types: bool): Json {
  const text = field.text;
  if (!types || field.quoted) return Json.text(text);
  if (text == "" || text == "null") return Json.null();
  if (text == "true" || text == "false") return Json.boolean(text == "true");
  const first = text.charCodeAt(0);
  if (first == 0x2d || (first >= 0x30 && first <= 0x39)) {
    const number = parseText(text);
    // only what is written again as it was read: no leading zeros, no digits that a number cannot hold
    if (number !== null && number.isNumber && numberText(number.value) == text) return number;
  }
  return Json.text(text);
}

/** Writes an array of objects, or of arrays, as CSV. Values that are no text are written as JSON, and null as nothing. */
export function writeCsv(rows: Json, dialect: Dialect): string {
  if (!rows.isArray) refuse("CSV is made of an array of objects, or of arrays");
  const text = new Text();
  const writer = new Writer(text, dialect);
  const objects = rows.length > 0 && rows.items[0].isObject;
  const names = objects ? namesOf(rows) : [];
  if (objects && dialect.header) {
    const header = Json.array();
    for (let at = 0; at < names.length; at++) header.push(Json.text(names[at]));
    writer.row(header);
  }
  for (let at = 0; at < rows.length; at++) {
    const row = rows.items[at];
    if (objects ? !row.isObject : !row.isArray) refuse("CSV is made of rows of one kind, and row " + (at + 1).toString() + " is of another");
    if (!objects && row.length == 0) refuse("row " + (at + 1).toString() + " has no fields");
    writer.row(objects ? ordered(row, names) : row);
  }
  return text.toString();
}

/** All names of all rows, in the order in which they come first. */
function namesOf(rows: Json): string[] {
  const names: string[] = [];
  const known = new Set<string>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows.items[at];
    for (let index = 0; index < row.names.length; index++) {
      if (known.has(row.names[index])) continue;
      known.add(row.names[index]);
      names.push(row.names[index]);
    }
  }
  if (names.length == 0) refuse("the rows have no members to be columns");
  return names;
}

function ordered(row: Json, names: string[]): Json {
  const fields = Json.array();
  for (let at = 0; at < names.length; at++) {
    const inOrder = at < row.names.length && row.names[at] == names[at];
    const value = inOrder ? row.items[at] : row.get(names[at]);
    fields.push(value === null ? Json.null() : value);
  }
  return fields;
}

class Writer {
  private quote: string;
  private delimiter: string;

  constructor(
    private text: Text,
    private dialect: Dialect,
  ) {
    this.quote = String.fromCharCode(dialect.quote);
    this.delimiter = String.fromCharCode(dialect.delimiter);
  }

  row(fields: Json): void {
    for (let at = 0; at < fields.length; at++) {
      if (at > 0) this.text.append(this.delimiter);
      this.field(fields.items[at], fields.length == 1);
    }
    this.text.append(this.dialect.newline);
  }

  private field(value: Json, alone: bool): void {
    const isText = value.isText;
    const content = isText ? value.string : value.isNull ? "" : value.toString();
    // text that would be read as something else, and a row that would be an empty line
    const ambiguous = isText && this.dialect.types && valueOf(new Field(content, false), true).kind != Kind.String;
    if (!ambiguous && !(alone && content == "") && !this.needsQuotes(content)) {
      this.text.append(content);
      return;
    }
    this.text.append(this.quote);
    this.text.append(content.includes(this.quote) ? content.replaceAll(this.quote, this.quote + this.quote) : content);
    this.text.append(this.quote);
  }

  private needsQuotes(content: string): bool {
    for (let at = 0; at < content.length; at++) {
      const unit = <u32>content.charCodeAt(at);
      if (unit == 0x0a || unit == 0x0d || unit == this.dialect.delimiter || unit == this.dialect.quote) return true;
    }
    return content.length > 0 && content.charCodeAt(0) == 0xfeff;
  }
}
