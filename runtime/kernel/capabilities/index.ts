import { randomBytes } from "./chance.ts";
import { now, wait } from "./clock.ts";
import { expandGzip } from "./gzip.ts";
import { queryMarkup } from "./markup/query.ts";
import { httpRequest } from "./network/http.ts";
import { searchQuery } from "./network/search-engine.ts";
import { tcpConnect } from "./network/tcp.ts";
import type { Operation } from "./operation.ts";
import { timeZoneOffsets } from "./time-zone.ts";
import { resolveUrls } from "./urls.ts";

/** What a guest may ask for, by the name it asks with (docs/tools.md). */
export const operations: Readonly<Record<string, Operation>> = {
  "clock.now": now,
  "clock.wait": wait,
  "gzip.expand": expandGzip,
  "http.request": httpRequest,
  "markup.query": queryMarkup,
  "random.bytes": randomBytes,
  "search.query": searchQuery,
  "tcp.connect": tcpConnect,
  "time-zone.offsets": timeZoneOffsets,
  "url.resolve": resolveUrls,
};
