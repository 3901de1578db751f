import { getInput } from "@actions/core";
import { runAction } from "./action.ts";
import { FuelgaugeError, messageOf } from "./errors.ts";
import * as log from "./github/log.ts";

try {
  await runAction(process.env, getInput);
} catch (thrown) {
  if (!(thrown instanceof FuelgaugeError) && thrown instanceof Error) log.debug(thrown.stack ?? "");
  log.setOutput("verdict", "failed");
  log.setFailed(messageOf(thrown));
}
