import type { Answers } from "../answers.ts";
import type { Json } from "../json.ts";
import type { Need } from "../permissions.ts";
import type { Repository, User, World } from "../world.ts";

/** One kind of request that the local GitHub answers. */
export interface Route {
  /** Any one of these is enough; none means that every token will do. */
  readonly needs: readonly Need[];
  readonly answer: (asked: Asked) => Answer;
}

export interface Asked {
  readonly world: World;
  readonly answers: Answers;
  /** The repository of the path. */
  readonly repository: Repository;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  /** Whose token it is. */
  readonly user: User;
  /** Address of the request without its query. */
  readonly url: string;
  /** A short-lived address from which anybody may fetch the bytes. */
  readonly signedUrl: (name: string, bytes: Uint8Array) => string;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: Json, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

export function refused(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
  };
}

export const notFound = refused(404, "Not Found");

/** A number from the path, where GitHub has numbers. */
export function idOf(asked: Asked, name: string): number {
  return Number(asked.params[name]);
}

/** One page of the items and the `link` header that leads to the others. */
export function page<T>(asked: Asked, items: readonly T[]): { items: T[]; headers: Record<string, string> } {
  const size = Math.min(100, Math.max(1, Number(asked.query.get("per_page") ?? 30)));
  const current = Math.max(1, Number(asked.query.get("page") ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(asked.query);
    query.set("page", String(to));
    return `<${asked.url}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, "prev"), link(1, "first")] : []),
    ...(current < last ? [link(current + 1, "next"), link(last, "last")] : []),
  ];
  return {
    items: items.slice((current - 1) * size, current * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}
