import { messageOf } from "../errors.ts";
import * as log from "../github/log.ts";
import { renderBroken } from "../report/markdown.ts";
import { runLinks, uploadRemains } from "./artifacts.ts";
import { writeComment } from "./comment.ts";
import type { Step } from "./step.ts";

/**
 * Tells of a step that could not finish: what had been measured is uploaded, and the comment of an earlier push does not
 * go on telling an earlier verdict.
 *
 * @throws always what broke the step, whatever telling of it came to
 */
export async function reportBroken(step: Step, thrown: unknown): Promise<never> {
  try {
    const text = renderBroken(log.hidden(messageOf(thrown)), runLinks(step));
    await log.writeSummary(text);
    await writeComment(step, (head) => `${head}\n${text}`);
    await uploadRemains(step);
  } catch (telling) {
    log.warning("Broken twice", messageOf(telling));
  }
  throw thrown;
}
