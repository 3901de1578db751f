import { randomBytes } from "./chance.ts";
import { now, wait } from "./clock.ts";
import { tomlParse, tomlStringify, yamlParse, yamlStringify } from "./documents.ts";
import { domainForms } from "./domain.ts";
import { environmentNames, environmentRead } from "./environment.ts";
import { fileOperations } from "./files.ts";
import { expandGzip } from "./gzip.ts";
import { queryMarkup } from "./markup/query.ts";
import { httpRequest } from "./network/http.ts";
import { searchQuery } from "./network/search-engine.ts";
import { tcpConnect } from "./network/tcp.ts";
import type { Operation } from "./operation.ts";
import { runOperations } from "./run.ts";
import { systemOperations } from "./system.ts";
import { timeZoneOffsets } from "./time-zone.ts";
import { resolveUrls } from "./urls.ts";

/** What a guest may ask for, by the name it asks with (docs/kernel.md). */
export const operations: Readonly<Record<string, Operation>> = {
  "clock.now": now,
  "clock.wait": wait,
  "domain.forms": domainForms,
  "environment.names": environmentNames,
  "environment.read": environmentRead,
  "gzip.expand": expandGzip,
  "http.request": httpRequest,
  "markup.query": queryMarkup,
  "random.bytes": randomBytes,
  "search.query": searchQuery,
  "tcp.connect": tcpConnect,
  "time-zone.offsets": timeZoneOffsets,
  "toml.parse": tomlParse,
  "toml.stringify": tomlStringify,
  "url.resolve": resolveUrls,
  "yaml.parse": yamlParse,
  "yaml.stringify": yamlStringify,
  ...fileOperations,
  ...runOperations,
  ...systemOperations,
};
