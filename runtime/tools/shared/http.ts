/** HTTP by the operation `http.request`. */
import { Bytes } from "./bytes";
import { Json, parse } from "./json";
import { Answer, refuse, tryOperation } from "./kernel";
import { Text } from "./text";

const agent = "fuelgauge";

/** A request in the making. */
export class HttpRequest {
  private headers: Json = Json.array();
  private names: string[] = [];
  body: Bytes = new Bytes(0, 0);
  /** How many redirections are followed. */
  redirections: i32 = 5;
  /** Of the reply's body. */
  mostBytes: i32 = 4194304;
  /** Whether the rest of a larger body is left out. */
  cut: bool = false;
  /** 0: as long as the call has. */
  timeoutMs: i32 = 0;

  constructor(
    public method: string,
    public url: string,
  ) {}

  has(name: string): bool {
    return this.names.includes(name.toLowerCase());
  }

  header(name: string, value: string): HttpRequest {
    this.names.push(name.toLowerCase());
    const pair = Json.array();
    pair.push(Json.text(name));
    pair.push(Json.text(value));
    this.headers.push(pair);
    return this;
  }

  /** Adds a header, unless there is one with that name. */
  otherwise(name: string, value: string): HttpRequest {
    return this.has(name) ? this : this.header(name, value);
  }

  /** Adds the members of an object. */
  headersOf(members: Json | null): HttpRequest {
    if (members === null) return this;
    for (let at = 0; at < members.length; at++) this.header(members.names[at], members.items[at].string);
    return this;
  }

  /** A body of JSON. */
  json(value: Json): HttpRequest {
    const text = new Text();
    value.write(text);
    this.body = new Bytes(text.start, text.size);
    return this.otherwise("Content-Type", "application/json");
  }

  /** The reply, whatever its status, or why there is none. */
  trySend(): HttpReply {
    this.otherwise("User-Agent", agent);
    const request = Json.object()
      .set("method", Json.text(this.method))
      .set("url", Json.text(this.url))
      .set("headers", this.headers)
      .set("redirections", Json.number(this.redirections))
      .set("mostBytes", Json.number(this.mostBytes))
      .set("cut", Json.boolean(this.cut));
    if (this.timeoutMs > 0) request.set("timeoutMs", Json.number(this.timeoutMs));
    return new HttpReply(tryOperation("http.request", request, this.body.at, this.body.size));
  }

  /** The same, and the call ends when there is none. */
  send(): HttpReply {
    const reply = this.trySend();
    if (!reply.came) refuse(reply.message);
    return reply;
  }
}

export class HttpReply {
  constructor(private answer: Answer) {}

  /** Whether there is one. */
  get came(): bool {
    return this.answer.ok;
  }

  /** Why there is none. */
  get message(): string {
    return this.answer.message;
  }

  /** Whether that is because it was not granted. */
  get isDenied(): bool {
    return this.answer.json.textOf("kind", "") == "denied";
  }

  get status(): i32 {
    return <i32>this.answer.json.numberOf("status", 0);
  }

  /** 200 to 299. */
  get isSuccess(): bool {
    return this.status >= 200 && this.status < 300;
  }

  /** Where it came from, redirections being followed. */
  get url(): string {
    return this.answer.json.textOf("url", "");
  }

  get body(): Bytes {
    return new Bytes(this.answer.bodyAt, this.answer.bodySize);
  }

  get isText(): bool {
    return this.told("charset").isText;
  }

  get isCut(): bool {
    return this.answer.json.flagOf("cut", false);
  }

  /** What else the operation tells of it: `statusText`, `redirections`, `address` and times in milliseconds. */
  told(name: string): Json {
    const member = this.answer.json.get(name);
    return member === null ? Json.null() : member;
  }

  /** The first header with a name in lower case. */
  header(name: string): string | null {
    const headers = this.answer.json.itemsOf("headers");
    for (let at = 0; at < headers.length; at++) {
      if (headers[at].items[0].string.toLowerCase() == name) return headers[at].items[1].string;
    }
    return null;
  }

  /** The headers by their names in lower case; several of one name are joined, with a line break where they are cookies. */
  get headers(): Json {
    const joined = Json.object();
    const headers = this.answer.json.itemsOf("headers");
    for (let at = 0; at < headers.length; at++) {
      const name = headers[at].items[0].string.toLowerCase();
      const value = headers[at].items[1].string;
      const before = joined.get(name);
      const separator = name == "set-cookie" ? "\n" : ", ";
      joined.set(name, Json.text(before === null ? value : before.string + separator + value));
    }
    return joined;
  }

  /** The media type without its parameters, in lower case; empty when there is none. */
  get mediaType(): string {
    const type = this.header("content-type");
    return type === null ? "" : type.split(";")[0].trim().toLowerCase();
  }

  /** The body as JSON, or null when it is none. */
  get json(): Json | null {
    return this.isText ? parse(this.answer.bodyAt, this.answer.bodySize) : null;
  }
}
