import { setTimeout as sleep } from "node:timers/promises";
import type { getOctokit } from "@actions/github";
import { z } from "zod";

/** The REST client of the toolkit, with its typed endpoints and pagination. */
export type Octokit = ReturnType<typeof getOctokit>;

/** Waits; a test hands in one that only takes note. */
export type Pause = (milliseconds: number) => Promise<void>;

/** Waits before the second, third and fourth try, where GitHub does not name a time itself. */
const retryDelaysMs = [1000, 3000, 9000];

/** A longer wait than this is not worth a lost baseline or comment. */
const longestWaitMs = 60_000;

/** How GitHub answered a request that failed. */
interface Answer {
  readonly status: number;
  readonly message: string;
  /** False when no answer came at all: refused connection, broken line. */
  readonly reached: boolean;
  readonly rateLimited: boolean;
  /** What the `retry-after` header asks for. */
  readonly retryAfterMs: number | null;
}

/** The part of octokit's RequestError that is read. Matched by shape, because a bundle may hold the class twice. */
const requestErrorSchema = z.object({
  status: z.int(),
  message: z.string(),
  request: z.object({}),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
});

/**
 * A client whose requests survive a passing failure.
 *
 * The toolkit is loaded here and not at the top because it reads the environment while it is imported.
 */
export async function connect(to: { token: string; apiUrl: string; pause?: Pause }): Promise<Octokit> {
  const toolkit = await import("@actions/github");
  const octokit = toolkit.getOctokit(to.token, { baseUrl: to.apiUrl });
  octokit.hook.wrap("request", (request, options) =>
    withRetries(async () => request(options), { repeatable: options.method !== "POST", pause: to.pause }),
  );
  return octokit;
}

/**
 * Tries a request up to four times while GitHub's answer says "not now".
 *
 * A request that is not `repeatable` (it creates something) is only tried again when the answer means that nothing was
 * done: 429, 503, or a rate limit. After another 5xx it may have been done, and a second try would do it twice.
 */
export async function withRetries<T>(
  request: () => Promise<T>,
  how: { repeatable: boolean; pause?: Pause | undefined },
): Promise<T> {
  const pause: Pause = how.pause ?? ((milliseconds) => sleep(milliseconds));
  for (const delayMs of retryDelaysMs) {
    try {
      return await request();
    } catch (thrown) {
      const answer = answerOf(thrown);
      if (answer === null || !isPassing(answer, how.repeatable)) throw thrown;
      const waitMs = answer.retryAfterMs ?? delayMs;
      if (waitMs > longestWaitMs) throw thrown;
      await pause(waitMs);
    }
  }
  return request();
}

/** The HTTP status behind a thrown error, null when it is no answer of GitHub's. */
export function statusOf(thrown: unknown): number | null {
  return answerOf(thrown)?.status ?? null;
}

/**
 * Says in one sentence why GitHub did not do what was wanted; where a permission may be missing, with the line to add.
 *
 * @param wish.doing what was tried, to follow "let the token": `read artifacts`
 * @param wish.permission the line of `permissions:` that allows it: `actions: read`
 * @throws what was thrown, when it is no answer of GitHub's: that is a fault of ours and must not look like a refusal
 */
export function reasonOfRefusal(thrown: unknown, wish: { doing: string; permission: string }): string {
  const answer = answerOf(thrown);
  if (answer === null) throw thrown;
  const said = `${answer.status}: ${answer.message}`;
  if (!answer.reached) return `GitHub could not be reached to ${wish.doing} (${answer.message})`;
  if (answer.rateLimited) return `the token's rate limit is used up, so it cannot ${wish.doing} (${said})`;
  if (answer.status === 401) return `GitHub does not accept the token (${said}); check \`github-token\``;
  if (answer.status === 403 || answer.status === 404) {
    return `GitHub does not let the token ${wish.doing} (${said}); add \`${wish.permission}\` to the job's \`permissions:\``;
  }
  return `GitHub failed to ${wish.doing} (${said})`;
}

function answerOf(thrown: unknown): Answer | null {
  const parsed = requestErrorSchema.safeParse(thrown);
  if (!parsed.success) return null;
  const { status, message, response } = parsed.data;
  const headers = response?.headers ?? {};
  const retryAfter = Number(headers["retry-after"] ?? Number.NaN);
  const refused = status === 403 || status === 429;
  return {
    status,
    // octokit appends the address of the documentation
    message: message.replace(/ - https?:\/\/\S+$/, ""),
    reached: response !== undefined,
    // https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    rateLimited: refused && (Number.isFinite(retryAfter) || headers["x-ratelimit-remaining"] === "0"),
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : null,
  };
}

function isPassing(answer: Answer, repeatable: boolean): boolean {
  if (answer.status === 429 || answer.status === 503) return true;
  // without the header the limit lasts up to an hour
  if (answer.rateLimited) return answer.retryAfterMs !== null;
  return repeatable && answer.status >= 500;
}
