import { randomBytes } from "./chance.ts";
import { now } from "./clock.ts";
import { tomlParse, tomlStringify, yamlParse, yamlStringify } from "./documents.ts";
import { domainForms } from "./domain.ts";
import type { Operation } from "./operation.ts";

/** What a guest may ask for, by the name it asks with (docs/tools.md). */
export const operations: Readonly<Record<string, Operation>> = {
  "clock.now": now,
  "domain.forms": domainForms,
  "random.bytes": randomBytes,
  "toml.parse": tomlParse,
  "toml.stringify": tomlStringify,
  "yaml.parse": yamlParse,
  "yaml.stringify": yamlStringify,
};
