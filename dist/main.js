import { r as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as info$1, c as setFailed$1, d as warning$1, f as summary, i as group$1, l as setOutput$1, o as isDebug, r as getInput, s as notice$1, t as debug$1, u as setSecret } from "./core.js";
import { $ as headOfCheckout, A as summaryLimit, B as logText, C as openReportFolder, D as renderBroken, E as fixed, F as plainMarkup, G as countOf, H as groupRows, I as fitBlocks, K as formatAgain, L as left, M as verdictSentence, N as metricName, O as renderComment, P as markdownMarkup, Q as withoutSecrets, R as inlineCode, S as withoutSecondLook, T as commentLimit, U as isCompared, V as visibleText, W as ownRows, X as resultsWithoutSecrets, Y as baseProgram, Z as secretsOf, a as readImported, at as writeBaselineFolder, b as readRuntimeFolder, c as bundledRuntime, ct as runVerdicts, d as targets, et as rootOfCheckout, f as exitFails, g as moduleFiles, h as ownCases, i as renderConsole, it as readHistory, j as verdictMarks, k as section, l as confirmSuspects, lt as appendHistory, m as buildHead, nt as filesBesideBundle, ot as parseStoredResults, p as judgeRun, q as formatChange, r as parseInputs, rt as readBaselineFolder, s as readConfig, st as resultsSchema, tt as trackedFiles, u as runSuites, ut as historyEntry, w as blocksOf, x as isSuspect, z as linkTarget } from "./inputs.js";
import { n as messageOf, t as FuelgaugeError } from "./errors.js";
import { S as pathInProject, n as catalog, r as selectCases, t as casesNamed } from "./catalog.js";
import { v as measurementSchema } from "./operation-cost.js";
import { D as prettifyError, S as url, T as _coercedNumber, d as literal, g as record, m as object, n as ZodNumber, p as number$1, r as _enum, u as int, v as string, x as unknown } from "./schemas.js";
import { isDeepStrictEqual, styleText } from "node:util";
import { crc32 } from "node:zlib";
import { createHash } from "node:crypto";
import { readFile, readdir, rm, stat } from "node:fs/promises";
import { join, posix, relative, resolve, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}
// src/github/artifacts.ts
async function loadArtifactClient() {
	const { DefaultArtifactClient } = await import("./artifact.js");
	return new DefaultArtifactClient();
}
function nameOfAttempt(name, attempt) {
	return `${name}-attempt-${attempt}`;
}
function attemptOf(artifact, name) {
	if (artifact === name) return 1;
	if (!artifact.startsWith(`${name}-attempt-`)) return null;
	const attempt = artifact.slice(`${name}-attempt-`.length);
	return /^[1-9]\d{0,8}$/.test(attempt) ? Number(attempt) : null;
}
async function uploadArtifact(artifact) {
	const { client, name, files, root, capBytes, retentionDays, runAttempt } = artifact;
	const options = retentionDays === null ? {} : { retentionDays };
	const upload = async (freeName) => {
		const { id, size, digest } = await client.uploadArtifact(freeName, [...files], root, options);
		if (id === void 0) return {
			kind: "failed",
			reason: `the artifact service gave ${freeName} no id`
		};
		return {
			kind: "uploaded",
			name: freeName,
			id,
			bytes: size ?? null,
			digest: digest ?? null
		};
	};
	try {
		const bytes = await sizeOf(files);
		if (bytes > capBytes) return {
			kind: "too-large",
			bytes,
			cap: capBytes
		};
		return await upload(name).catch((thrown) => {
			if (!isNameTaken(thrown) || runAttempt === 1) throw thrown;
			return upload(nameOfAttempt(name, runAttempt));
		});
	} catch (thrown) {
		return {
			kind: "failed",
			reason: reasonOfFailure(name, thrown)
		};
	}
}
async function downloadArtifactOfRun(artifact) {
	const { client, name, folder, capBytes, runAttempt } = artifact;
	const absent = (reason) => ({
		kind: "absent",
		reason
	});
	try {
		const { artifacts } = await client.listArtifacts();
		const [latest] = artifacts.map((each) => ({
			...each,
			attempt: attemptOf(each.name, name) ?? Number.POSITIVE_INFINITY
		})).filter(({ attempt }) => attempt <= runAttempt).sort((one, other) => other.attempt - one.attempt);
		if (latest === void 0) return absent(`this workflow run has no artifact ${name}`);
		if (latest.size > capBytes) return absent(`the artifact ${latest.name} has ${latest.size} bytes, at most ${capBytes} are read`);
		const expected = latest.digest === void 0 ? {} : { expectedHash: latest.digest };
		const { digestMismatch } = await client.downloadArtifact(latest.id, {
			path: folder,
			...expected
		});
		if (digestMismatch) return absent(`the artifact ${latest.name} does not have the digest that GitHub recorded for it`);
		return {
			kind: "downloaded",
			name: latest.name,
			folder
		};
	} catch (thrown) {
		return absent(`the artifact ${name} could not be downloaded: ${messageOf(thrown)}`);
	}
}
async function sizeOf(files) {
	return (await Promise.all(files.map(async (file) => (await stat(file)).size))).reduce((sum, size) => sum + size, 0);
}
function isNameTaken(thrown) {
	return messageOf(thrown).includes("(409)");
}
function reasonOfFailure(name, thrown) {
	if (!isNameTaken(thrown)) return messageOf(thrown);
	return `this run already has an artifact called ${name}; give each job its own \`artifact-name\``;
}
// src/github/client.ts
const retryDelaysMs = [
	1e3,
	3e3,
	9e3
];
const longestWaitMs = 6e4;
const requestErrorSchema = object({
	status: int(),
	message: string(),
	request: object({}),
	response: object({ headers: record(string(), unknown()) }).optional()
});
async function connect(to) {
	const octokit = (await import("./github2.js")).getOctokit(to.token, { baseUrl: to.apiUrl });
	octokit.hook.wrap("request", (request, options) => withRetries(async () => request(options), {
		repeatable: options.method !== "POST",
		pause: to.pause
	}));
	return octokit;
}
async function withRetries(request, how) {
	const pause = how.pause ?? ((milliseconds) => setTimeout(milliseconds));
	for (const delayMs of retryDelaysMs) try {
		return await request();
	} catch (thrown) {
		const answer = answerOf(thrown);
		if (answer === null || !isPassing(answer, how.repeatable)) throw thrown;
		const waitMs = answer.retryAfterMs ?? delayMs;
		if (waitMs > longestWaitMs) throw thrown;
		await pause(waitMs);
	}
	return request();
}
function statusOf(thrown) {
	return answerOf(thrown)?.status ?? null;
}
function reasonOfRefusal(thrown, wish) {
	const answer = answerOf(thrown);
	if (answer === null) throw thrown;
	const said = `${answer.status}: ${answer.message}`;
	if (!answer.reached) return `GitHub could not be reached to ${wish.doing} (${answer.message})`;
	if (answer.rateLimited) return `the token's rate limit is used up, so it cannot ${wish.doing} (${said})`;
	if (answer.status === 401) return `GitHub does not accept the token (${said}); check \`github-token\``;
	if (answer.status === 403 || answer.status === 404) return `GitHub does not let the token ${wish.doing} (${said}); add \`${wish.permission}\` to the job's \`permissions:\``;
	return `GitHub failed to ${wish.doing} (${said})`;
}
function answerOf(thrown) {
	const parsed = requestErrorSchema.safeParse(thrown);
	if (!parsed.success) return null;
	const { status, message, response } = parsed.data;
	const headers = response?.headers ?? {};
	const retryAfter = Number(headers["retry-after"] ?? NaN);
	const refused = status === 403 || status === 429;
	return {
		status,
		message: message.replace(/ - https?:\/\/\S+$/, ""),
		reached: response !== void 0,
		rateLimited: refused && (Number.isFinite(retryAfter) || headers["x-ratelimit-remaining"] === "0"),
		retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1e3 : null
	};
}
function isPassing(answer, repeatable) {
	if (answer.status === 429 || answer.status === 503) return true;
	if (answer.rateLimited) return answer.retryAfterMs !== null;
	return repeatable && answer.status >= 500;
}
// src/github/baseline.ts
const trustedEvents = [
	"push",
	"schedule",
	"workflow_dispatch"
];
const mostArtifacts = 1e3;
const readingArtifacts$1 = {
	doing: "read artifacts",
	permission: "actions: read"
};
const originSchema = object({
	id: int(),
	repository_id: int(),
	head_repository_id: int(),
	head_branch: string(),
	head_sha: string()
});
const rejectionKinds = [
	"unusable",
	"no-ancestor",
	"fork",
	"other-branch",
	"unknown-origin"
];
function baselineArtifactName(parts) {
	return `${parts.prefix}-baseline-${parts.os}-${parts.arch}`;
}
async function findBaseline(question) {
	const { base } = question;
	if (base.kind === "unknown") return {
		kind: "absent",
		reason: base.reason,
		rejections: []
	};
	const rejections = [];
	const sentences = () => rejections.map((rejection) => rejection.sentence);
	try {
		const found = await nearestUsable(question, base, rejections);
		if (found !== null) return {
			...found,
			rejections: sentences()
		};
		return {
			kind: "absent",
			reason: mostTelling(question, base, rejections),
			rejections: sentences()
		};
	} catch (thrown) {
		return {
			kind: "absent",
			reason: reasonOfRefusal(thrown, readingArtifacts$1),
			rejections: sentences()
		};
	}
}
async function downloadBaseline(download) {
	const { client, token, owner, repo, baseline, folder, pause } = download;
	const absent = async (reason) => {
		await rm(folder, {
			recursive: true,
			force: true
		});
		return {
			kind: "absent",
			reason
		};
	};
	const options = {
		path: folder,
		expectedHash: baseline.digest,
		findBy: {
			token,
			workflowRunId: baseline.runId,
			repositoryOwner: owner,
			repositoryName: repo
		}
	};
	try {
		const { digestMismatch } = await withRetries(() => client.downloadArtifact(baseline.artifactId, options), {
			repeatable: true,
			pause
		});
		if (digestMismatch === false) return {
			kind: "downloaded",
			folder
		};
		return absent(`${artifactOf(baseline.sha)} does not have the digest that GitHub recorded for it`);
	} catch (thrown) {
		return absent(reasonOfFailedDownload(baseline, thrown));
	}
}
async function nearestUsable(question, base, rejections) {
	const waiting = [];
	for await (const artifact of artifactsCalled(question)) {
		const judged = judgeOrigin(question, base, artifact);
		if ("kind" in judged) rejections.push(judged);
		else if (judged.distance === 0) {
			const found = await verify(question, base.sha, judged, rejections);
			if (found !== null) return found;
		} else waiting.push(judged);
	}
	for (const candidate of waiting.sort(nearestFirst(question.branches))) {
		const found = await verify(question, base.sha, candidate, rejections);
		if (found !== null) return found;
	}
	return null;
}
async function* artifactsCalled({ octokit, owner, repo, artifactName, runId = null }) {
	const pages = octokit.paginate.iterator(octokit.rest.actions.listArtifactsForRepo, {
		owner,
		repo,
		name: artifactName,
		per_page: 100
	});
	let seen = 0;
	for await (const page of pages) {
		yield* page.data.filter(({ workflow_run: run }) => runId === null || run?.id === runId);
		seen += page.data.length;
		if (seen >= mostArtifacts) return;
	}
}
function judgeOrigin({ repositoryId, branches, unusable }, base, artifact) {
	const known = unusable?.get(artifact.id);
	if (known !== void 0) return {
		kind: "unusable",
		sentence: known
	};
	const parsed = originSchema.safeParse(artifact.workflow_run);
	if (!parsed.success) return {
		kind: "unknown-origin",
		sentence: `artifact ${artifact.id} does not say which run it comes from`
	};
	const { id: runId, head_branch: branch, head_sha: sha, ...repositories } = parsed.data;
	const which = `artifact ${artifact.id} of ${short(sha)} (run ${runId})`;
	if (repositories.head_repository_id !== repositoryId || repositories.repository_id !== repositoryId) return {
		kind: "fork",
		sentence: `${which} was made by a fork's run on its own ${branch}, which is not trusted`
	};
	if (!branches.includes(branch)) return {
		kind: "other-branch",
		sentence: `${which} was made on ${branch}, not on ${branches.join(" or ")}`
	};
	const ancestor = base.ancestors.find((commit) => commit.sha === sha);
	if (ancestor === void 0) return {
		kind: "no-ancestor",
		sentence: `${which} is not among the ancestors of ${short(base.sha)}`
	};
	return {
		artifact,
		sha,
		distance: ancestor.distance,
		runId,
		branch
	};
}
async function verify(question, wantedSha, candidate, rejections) {
	const { sha, distance, runId, branch } = candidate;
	const event = await eventOfRun(question, runId);
	if (!trustedEvents.includes(event)) {
		const sentence = `${artifactOf(sha)} comes from a ${event} run (${runId}), which is not trusted`;
		rejections.push({
			kind: "unusable",
			sentence
		});
		return null;
	}
	const problem = problemOf(candidate.artifact);
	if (problem !== null) rejections.push({
		kind: "unusable",
		sentence: `${artifactOf(sha)} ${problem}`
	});
	const artifact = problem === null ? candidate.artifact : await ofAnotherAttempt(question, candidate);
	if (!artifact?.digest) return null;
	const { id: artifactId, name, digest } = artifact;
	return {
		kind: "found",
		artifactId,
		name,
		sha,
		distance,
		wantedSha,
		runId,
		branch,
		digest
	};
}
async function ofAnotherAttempt({ octokit, owner, repo, artifactName }, { artifact, runId }) {
	return (await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
		owner,
		repo,
		run_id: runId,
		per_page: 100
	})).map((other) => ({
		other,
		attempt: attemptOf(other.name, artifactName)
	})).filter(({ other, attempt }) => attempt !== null && other.id !== artifact.id && problemOf(other) === null).sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0) || b.other.id - a.other.id)[0]?.other;
}
async function eventOfRun({ octokit, owner, repo }, runId) {
	const { data } = await octokit.rest.actions.getWorkflowRun({
		owner,
		repo,
		run_id: runId
	});
	return data.event;
}
function problemOf(artifact) {
	if (artifact.expired) return "has expired";
	if (!artifact.digest) return "has no digest to verify it by";
	return null;
}
function nearestFirst(branches) {
	return (a, b) => a.distance - b.distance || branches.indexOf(a.branch) - branches.indexOf(b.branch) || b.artifact.id - a.artifact.id;
}
function mostTelling({ artifactName, branches, runId = null }, base, rejections) {
	const kind = rejectionKinds.find((known) => rejections.some((rejection) => rejection.kind === known));
	const those = rejections.filter((rejection) => rejection.kind === kind);
	const trusted = branches.join(" or ");
	switch (kind) {
		case void 0:
			if (runId !== null) return `the artifact ${artifactName} of run ${runId} is not there any more`;
			return `there is no artifact called ${artifactName} yet; a run on ${branches[0]} stores the first`;
		case "no-ancestor": return `none of the artifacts of ${trusted} belongs to ${`${short(base.sha)} or to one of the ${base.ancestors.length - 1} commits before it`} (${those.length} looked at)`;
		case "other-branch": return `none of the artifacts called ${artifactName} was made on ${trusted} (${those.length} looked at)`;
		case "unusable":
		case "fork":
		case "unknown-origin": return those[0]?.sentence ?? "";
	}
}
function reasonOfFailedDownload(baseline, thrown) {
	const status = statusOf(thrown);
	if (status === 404 || status === 410) return `${artifactOf(baseline.sha)} is gone (${status})`;
	if (status !== null) return reasonOfRefusal(thrown, readingArtifacts$1);
	return `${artifactOf(baseline.sha)} could not be downloaded: ${messageOf(thrown)}`;
}
function artifactOf(sha) {
	return `the artifact of ${short(sha)}`;
}
function short(sha) {
	return sha.slice(0, 7);
}
// src/github/context.ts
const understood = [
	"pull_request",
	"push",
	"merge_group",
	"schedule",
	"workflow_dispatch"
];
const address = (fallback) => url().default(fallback).transform(withoutLastSlash);
const environmentSchema = object({
	GITHUB_REPOSITORY: string().regex(/^[^/\s]+\/[^/\s]+$/, "not owner/name"),
	GITHUB_REPOSITORY_ID: number().int().positive().optional(),
	GITHUB_SHA: string().min(1),
	GITHUB_REF: string().min(1),
	GITHUB_REF_NAME: string().min(1),
	GITHUB_RUN_ID: number().int().positive(),
	GITHUB_RUN_NUMBER: number().int().positive(),
	GITHUB_RUN_ATTEMPT: number().int().positive(),
	GITHUB_SERVER_URL: address("https://github.com"),
	GITHUB_API_URL: address("https://api.github.com")
});
const repositorySchema = object({
	id: int(),
	default_branch: string().min(1)
});
const payloadSchemas = {
	pull_request: object({
		repository: repositorySchema,
		pull_request: object({
			number: int(),
			head: object({
				sha: string(),
				ref: string(),
				repo: object({
					id: int(),
					full_name: string()
				}).nullable()
			}),
			base: object({
				sha: string(),
				ref: string(),
				repo: object({ id: int() })
			})
		})
	}),
	push: object({
		repository: repositorySchema,
		before: string()
	}),
	merge_group: object({
		repository: repositorySchema,
		merge_group: object({
			base_ref: string(),
			base_sha: string(),
			head_sha: string()
		})
	}),
	workflow_dispatch: object({ repository: repositorySchema })
};
async function readContext(environment) {
	return parseContext(environment, await readPayload(environment));
}
async function readPayload(environment) {
	const path = environment.GITHUB_EVENT_PATH;
	if (!path) throw notOnActions("GITHUB_EVENT_PATH is not set");
	try {
		return JSON.parse(await readFile(path, "utf8"));
	} catch (cause) {
		throw notOnActions(`the event's file ${path} cannot be read: ${messageOf(cause)}`);
	}
}
function parseContext(environment, payload) {
	const event = understoodEvent(environment.GITHUB_EVENT_NAME);
	const variables = parse(environmentSchema, environment, "the environment");
	const { trigger, repository } = parseEvent(event, payload, variables);
	const [owner = "", name = ""] = variables.GITHUB_REPOSITORY.split("/");
	return {
		trigger,
		repository: {
			owner,
			name,
			id: repository.id,
			defaultBranch: repository.default_branch
		},
		sha: variables.GITHUB_SHA,
		refName: variables.GITHUB_REF_NAME,
		runId: variables.GITHUB_RUN_ID,
		runNumber: variables.GITHUB_RUN_NUMBER,
		runAttempt: variables.GITHUB_RUN_ATTEMPT,
		serverUrl: variables.GITHUB_SERVER_URL,
		apiUrl: variables.GITHUB_API_URL
	};
}
function storesBaseline(trigger, baselineBranch) {
	switch (trigger.kind) {
		case "push":
		case "schedule":
		case "workflow_dispatch": return trigger.branch === baselineBranch;
		case "pull_request":
		case "merge_group": return false;
	}
}
function baselineBranches(context, configured) {
	const { trigger, repository } = context;
	if (configured !== null) return [configured];
	if (trigger.kind !== "pull_request" && trigger.kind !== "merge_group") return [repository.defaultBranch];
	if (trigger.baseRef === repository.defaultBranch) return [trigger.baseRef];
	return [trigger.baseRef, repository.defaultBranch];
}
function understoodEvent(event) {
	if (!event) throw notOnActions("GITHUB_EVENT_NAME is not set");
	if (event === "pull_request_target") throw new FuelgaugeError({
		happened: "the workflow runs on `pull_request_target`",
		expected: "code of a pull request to be measured without a token that may write",
		remedy: "use `on: pull_request`; a workflow `on: workflow_run` with `mode: comment` writes the comment of forks"
	});
	if (event === "workflow_run") throw new FuelgaugeError({
		happened: "the workflow runs on `workflow_run`, where nothing is measured",
		expected: "a step that writes the comment of the run that ended",
		remedy: "give the step `mode: comment`, or measure in a workflow `on: pull_request`"
	});
	const known = understood.find((name) => name === event);
	if (known === void 0) throw new FuelgaugeError({
		happened: `the workflow runs on \`${event}\`, and what to measure against is not defined for it`,
		expected: understood.map((name) => `\`${name}\``).join(", "),
		remedy: "start the job by one of these events, or give the step an `if:` on `github.event_name`"
	});
	return known;
}
function parseEvent(event, payload, variables) {
	const where = `the payload of the ${event} event`;
	const branch = branchOf(variables.GITHUB_REF);
	switch (event) {
		case "pull_request": {
			const { repository, pull_request } = parse(payloadSchemas.pull_request, payload, where);
			return {
				trigger: pullRequestTrigger(pull_request),
				repository
			};
		}
		case "push": {
			const { repository, before } = parse(payloadSchemas.push, payload, where);
			return {
				trigger: {
					kind: "push",
					branch,
					before: /^0+$/.test(before) ? null : before
				},
				repository
			};
		}
		case "merge_group": {
			const { repository, merge_group: group } = parse(payloadSchemas.merge_group, payload, where);
			const baseRef = branchOf(group.base_ref) ?? group.base_ref;
			const { base_sha: baseSha, head_sha: headSha } = group;
			return {
				trigger: {
					kind: "merge_group",
					baseRef,
					baseSha,
					headSha
				},
				repository
			};
		}
		case "schedule": {
			const id = variables.GITHUB_REPOSITORY_ID;
			if (id === void 0) throw notOnActions("GITHUB_REPOSITORY_ID is not set");
			if (branch === null) throw notOnActions(`a scheduled run on ${variables.GITHUB_REF}, which is no branch`);
			return {
				trigger: {
					kind: "schedule",
					branch
				},
				repository: {
					id,
					default_branch: branch
				}
			};
		}
		case "workflow_dispatch": {
			const { repository } = parse(payloadSchemas.workflow_dispatch, payload, where);
			return {
				trigger: {
					kind: "workflow_dispatch",
					branch
				},
				repository
			};
		}
	}
}
function pullRequestTrigger(pull) {
	const { head, base } = pull;
	return {
		kind: "pull_request",
		number: pull.number,
		headSha: head.sha,
		headRef: head.ref,
		headRepository: head.repo === null ? null : {
			id: head.repo.id,
			fullName: head.repo.full_name
		},
		baseRef: base.ref,
		baseSha: base.sha,
		isFork: head.repo?.id !== base.repo.id
	};
}
function parse(schema, value, where) {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw notOnActions(`${where} is not as GitHub Actions gives it (${parsed.error.issues.map((issue) => `${issue.path.join(".") || "all of it"}: ${issue.message}`).join("; ")})`);
}
function notOnActions(happened) {
	return new FuelgaugeError({
		happened,
		expected: "the variables and the event's file that GitHub Actions gives to every step",
		remedy: "run the Action in a workflow; on your own machine use the `fuelgauge` command"
	});
}
function branchOf(ref) {
	return /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null;
}
function withoutLastSlash(url) {
	return url.replace(/\/$/, "");
}
// src/github/log.ts
const summaryLimitBytes = 1048576;
const masked = [];
function mask(secret) {
	setSecret(secret);
	masked.push(secret);
}
function hidden(text) {
	return withoutSecrets(text, masked);
}
function info(text) {
	info$1(withoutCommands(hidden(text)));
}
function debug(text) {
	debug$1(hidden(text));
}
function details(lines) {
	if (isDebug()) for (const line of lines()) debug(line);
}
function notice(title, text) {
	notice$1(hidden(text), { title: hidden(title) });
}
function warning(title, text) {
	warning$1(hidden(text), { title: hidden(title) });
}
function group(name, work) {
	return group$1(name, work);
}
function setOutput(name, value) {
	setOutput$1(name, typeof value === "string" ? hidden(value) : value);
}
function setFailed(text) {
	setFailed$1(hidden(text));
}
async function writeSummary$1(markdown) {
	const text = hidden(markdown);
	const bytes = Buffer.byteLength(text);
	if (bytes > 1048576) return {
		kind: "refused",
		reason: `the summary has ${bytes} bytes, GitHub takes ${summaryLimitBytes}`
	};
	try {
		await summary.addRaw(text, true).write();
		return { kind: "written" };
	} catch (thrown) {
		summary.emptyBuffer();
		return {
			kind: "refused",
			reason: messageOf(thrown)
		};
	}
}
function withoutCommands(text) {
	return text.replace(/^([\s\u0085]*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}
// src/action/artifacts.ts
const artifactCapBytes = 268435456;
async function storeBaseline(step, results, history, secrets) {
	const { shard } = step.inputs;
	if (!isOfBaselineBranch(step) || shard !== null && shard.index !== 1) return;
	await group(storing, () => storeFolder(step, results, history, secrets));
}
const storing = "Baseline of this commit";
async function storeFolder(step, results, history, secrets) {
	const { context, inputs, work } = step;
	const { shard } = inputs;
	const checkedOut = await headOfCheckout(step.project);
	if (checkedOut !== null && checkedOut !== context.sha) {
		warning("No baseline stored", `The checkout is at ${checkedOut}, the run is of ${context.sha}: a baseline must be what its commit holds.`);
		return;
	}
	const folder = join(work, "head");
	const name = baselineName(step);
	if (shard === null) {
		await writeBaselineFolder(folder, results, appendHistory(history, historyEntry(results)));
		await uploadKnown(step, name, folder, secrets);
	} else {
		await writeBaselineFolder(folder, results, history);
		await uploadKnown(step, `${name}-${shard.index}-of-${shard.count}`, folder, secrets);
	}
}
async function uploadKnown(step, name, root, secrets) {
	const secret = secrets.find(({ variable }) => variable !== null);
	if (secret === void 0) {
		await uploadBaseline(step, name, root);
		return;
	}
	warning("Baseline without its bundle", `${secret.path} of the configuration has the value of the variable ${secret.variable}, and whoever may read the repository may read a bundle. Without it, exact figures alone can be compared; give it a value that is made for measuring.`);
	await uploadBesideBundle(step, name, root);
}
async function storeJoinedBaseline(step, results, partOf) {
	if (isOfBaselineBranch(step)) await group(storing, () => storeJoinedFolder(step, results, partOf));
}
async function storeJoinedFolder(step, results, partOf) {
	const name = baselineName(step);
	const part = await downloadArtifactOfRun({
		client: await loadArtifactClient(),
		name: partOf(name),
		folder: join(step.work, `baseline-${step.platform}`),
		capBytes: artifactCapBytes,
		runAttempt: step.context.runAttempt
	});
	if (part.kind === "absent") return warning("No baseline stored", `The first shard left none: ${part.reason}.`);
	const read = await readBaselineFolder(part.folder);
	if (read.kind === "unusable") return warning("No baseline stored", `${part.name} is not usable: ${read.reason}.`);
	await writeBaselineFolder(part.folder, results, appendHistory(read.history, historyEntry(results)));
	await uploadBaseline(step, name, part.folder);
}
function isOfBaselineBranch({ inputs, context }) {
	return storesBaseline(context.trigger, inputs.baselineBranch ?? context.repository.defaultBranch);
}
function baselineName({ artifactPrefix, platform }) {
	const [os = "", arch = ""] = platform.split("-");
	return baselineArtifactName({
		prefix: artifactPrefix,
		os,
		arch
	});
}
async function uploadBaseline(step, name, root, capBytes = artifactCapBytes) {
	const whole = await uploadFiles(step, {
		name,
		root,
		files: await filesIn(root),
		capBytes
	});
	if (whole.kind === "uploaded") info(`Stored the baseline ${whole.name}.`);
	if (whole.kind !== "too-large") return told(name, whole);
	warning("Baseline without its bundle", `With its bundle it has ${whole.bytes} bytes, at most ${whole.cap} are uploaded. Its exact figures can be compared without it.`);
	return uploadBesideBundle(step, name, root, capBytes);
}
async function uploadBesideBundle(step, name, root, capBytes = artifactCapBytes) {
	return told(name, await uploadFiles(step, {
		name,
		root,
		files: filesBesideBundle.map((file) => join(root, file)),
		capBytes
	}));
}
async function uploadReport(step) {
	const links = runLinks(step);
	const uploaded = await upload(step, reportName(step, step.mode), step.report.path);
	if (uploaded.kind !== "uploaded") return {
		...links,
		artifactId: null
	};
	return {
		...links,
		artifact: `${links.run}/artifacts/${uploaded.id}`,
		artifactId: uploaded.id
	};
}
function runLinks({ context }) {
	const repository = `${context.serverUrl}/${context.repository.owner}/${context.repository.name}`;
	return {
		repository,
		run: `${repository}/actions/runs/${context.runId}`
	};
}
async function uploadRemains(step) {
	if ((await filesIn(step.report.path)).length > 0) await upload(step, reportName(step, step.mode), step.report.path);
}
async function upload(step, name, root) {
	return told(name, await uploadFiles(step, {
		name,
		root,
		files: await filesIn(root),
		capBytes: artifactCapBytes
	}));
}
async function uploadFiles({ inputs, context }, artifact) {
	const client = await loadArtifactClient();
	const { retentionDays } = inputs;
	return uploadArtifact({
		...artifact,
		client,
		retentionDays,
		runAttempt: context.runAttempt
	});
}
function told(name, outcome) {
	if (outcome.kind === "too-large") warning(`No artifact ${name}`, `Its files have ${outcome.bytes} bytes, at most ${outcome.cap} are uploaded.`);
	if (outcome.kind === "failed") warning(`No artifact ${name}`, outcome.reason);
	return outcome;
}
async function filesIn(root) {
	return (await readdir(root, {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
function reportName({ artifactPrefix, platform, inputs }, mode) {
	return `${artifactPrefix}-${{
		run: "report",
		confirm: "confirmation",
		merge: "report"
	}[mode]}-${platform}${mode === "run" && inputs.shard !== null ? `-${inputs.shard.index}-of-${inputs.shard.count}` : ""}`;
}
// src/github/base-commit.ts
async function findBaseCommit(question) {
	try {
		const named = await nameBase(question);
		if (named.kind === "unknown") return named;
		return {
			...named,
			ancestors: await firstParents(question, named.sha)
		};
	} catch (thrown) {
		return {
			kind: "unknown",
			reason: reasonOfRefusal(thrown, {
				doing: "read commits",
				permission: "contents: read"
			})
		};
	}
}
async function nameBase(question) {
	const { trigger } = question.context;
	switch (trigger.kind) {
		case "pull_request": return baseOfPullRequest(question, trigger);
		case "merge_group": return {
			kind: "known",
			sha: trigger.baseSha,
			rule: "merge-group"
		};
		case "push":
		case "schedule":
		case "workflow_dispatch": return baseOfBranch(question, trigger.branch);
	}
}
async function baseOfPullRequest(question, pull) {
	const parents = await parentsOf(question, headOf(question));
	const [first, second] = parents ?? [];
	if (first !== void 0 && parents?.length === 2 && second === pull.headSha) return {
		kind: "known",
		sha: first,
		rule: "test-merge"
	};
	return {
		kind: "known",
		sha: await mergeBase(question, pull),
		rule: "merge-base"
	};
}
async function baseOfBranch(question, branch) {
	const home = question.baselineBranch ?? question.context.repository.defaultBranch;
	if (branch === null || branch === home) return parentOfHead(question);
	const head = headOf(question);
	const sha = await compare(question, home, head);
	return sha === head ? parentOfHead(question) : {
		kind: "known",
		sha,
		rule: "merge-base"
	};
}
async function parentOfHead(question) {
	const head = headOf(question);
	const parents = await parentsOf(question, head);
	if (parents === null) return {
		kind: "unknown",
		reason: `GitHub does not know the commit ${head}`
	};
	const [first] = parents;
	if (first === void 0) return {
		kind: "unknown",
		reason: `${head} is the first commit, nothing precedes it`
	};
	return {
		kind: "known",
		sha: first,
		rule: "first-parent"
	};
}
async function mergeBase(question, pull) {
	const current = await compare(question, pull.baseRef, pull.headSha).catch((thrown) => {
		if (statusOf(thrown) === 404) return null;
		throw thrown;
	});
	if (current !== null && current !== pull.headSha) return current;
	return compare(question, pull.baseSha, pull.headSha);
}
async function compare({ octokit, context }, base, head) {
	const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
		...repositoryOf(context),
		basehead: `${base}...${head}`,
		per_page: 1
	});
	return data.merge_base_commit.sha;
}
async function parentsOf({ octokit, context }, sha) {
	try {
		const { data } = await octokit.rest.repos.getCommit({
			...repositoryOf(context),
			ref: sha,
			per_page: 1
		});
		return data.parents.map((parent) => parent.sha);
	} catch (thrown) {
		const status = statusOf(thrown);
		if (status === 404 || status === 422) return null;
		throw thrown;
	}
}
async function firstParents({ octokit, context }, base) {
	const { data } = await octokit.rest.repos.listCommits({
		...repositoryOf(context),
		sha: base,
		per_page: 100
	});
	const parents = new Map(data.map((commit) => [commit.sha, commit.parents[0]?.sha]));
	const chain = [];
	for (let sha = base; sha !== void 0; sha = parents.get(sha)) chain.push({
		sha,
		distance: chain.length
	});
	return chain;
}
function headOf({ head, context }) {
	return head ?? context.sha;
}
function repositoryOf({ repository }) {
	return {
		owner: repository.owner,
		repo: repository.name
	};
}
// src/action/base.ts
async function prepareBase(step) {
	const base = await findBase(step, null);
	const { program } = base;
	if (program.kind === "absent") {
		notice("No baseline", `Nothing to compare with: ${program.reason}.`);
		return base;
	}
	const { sha, distance, source } = program.info;
	const where = distance === 0 ? "" : ` (${distance} before the base commit)`;
	info(`Base: ${sha ?? "unknown commit"}${where}, from ${source}.`);
	if (program.kind === "stored") {
		const { reason } = program.info;
		notice("Base not run", `Only its stored exact figures are compared: ${reason}.`);
	}
	return base;
}
async function prepareSameBase(step, wanted) {
	const { program } = await findBase(step, wanted.runId);
	if (program.kind === "absent") return program;
	const { sha, runId, source } = program.info;
	const none = (reason) => ({
		kind: "absent",
		reason
	});
	if (sha !== wanted.sha || runId !== wanted.runId) {
		const [here, there] = [sha, wanted.sha].map((commit) => commit ?? "no commit");
		return none(`${source} is of ${here}, and the first job compared with ${there}`);
	}
	if (program.kind === "stored") return none(`${source} cannot be run: ${program.info.reason}`);
	info(`Base: ${sha ?? "unknown commit"}, from ${source}.`);
	return program;
}
async function findBase(step, runId) {
	const { baseline } = step.inputs;
	switch (baseline.kind) {
		case "none": return absent("the input `baseline` is `none`");
		case "folder": return readBase(resolve(step.project, baseline.path), `the folder ${baseline.path}`, null);
		case "auto": return downloadBase(step, runId);
	}
}
const mostTries = 5;
async function downloadBase(step, runId) {
	const { inputs, context, octokit, project, work, artifactPrefix } = step;
	const { owner, name: repo, id: repositoryId } = context.repository;
	const unusable = /* @__PURE__ */ new Map();
	const question = {
		octokit,
		owner,
		repo,
		repositoryId,
		artifactName: baselineArtifactName({
			prefix: artifactPrefix,
			os: process.platform,
			arch: process.arch
		}),
		branches: baselineBranches(context, inputs.baselineBranch),
		runId,
		base: await findBaseCommit({
			octokit,
			context,
			head: await headOfCheckout(project),
			baselineBranch: inputs.baselineBranch ?? context.repository.defaultBranch
		}),
		unusable
	};
	const client = await loadArtifactClient();
	let history = [];
	let stored = null;
	for (;;) {
		const found = await findBaseline(question);
		const isLast = found.kind === "absent" || unusable.size === mostTries;
		if (stored !== null && (isLast || found.distance > stored.found.distance)) {
			logRejections(stored.found);
			return stored.base;
		}
		if (isLast) {
			logRejections(found);
			return absent(found.kind === "absent" ? found.reason : `${mostTries} artifacts in a row cannot be used`, history);
		}
		const folder = join(work, `base-${found.artifactId}`);
		const download = await downloadBaseline({
			client,
			token: inputs.token,
			owner,
			repo,
			baseline: found,
			folder
		});
		const source = `the artifact ${found.name} of run ${found.runId}`;
		const base = download.kind === "absent" ? absent(download.reason) : await readBase(folder, source, found);
		if (base.program.kind === "found") {
			logRejections(found);
			return base;
		}
		if (history.length === 0) history = base.history;
		if (base.program.kind === "stored") {
			stored ??= {
				base,
				found
			};
			unusable.set(found.artifactId, `${source} cannot be run: ${base.program.info.reason}`);
		} else unusable.set(found.artifactId, base.program.reason);
	}
}
function logRejections({ rejections }) {
	for (const rejection of rejections) info(`Passed over: ${rejection}.`);
}
async function readBase(folder, source, origin) {
	const found = await readBaselineFolder(folder);
	if (found.kind === "unusable") return absent(`${source} cannot be used: ${found.reason}`, found.history);
	const { sha } = found.results.head;
	return {
		program: baseProgram(found, {
			source,
			...origin ?? {
				sha,
				wantedSha: sha,
				distance: 0,
				runId: null
			}
		}),
		history: found.history
	};
}
function absent(reason, history = []) {
	return {
		program: {
			kind: "absent",
			reason
		},
		history
	};
}
// src/github/comment.ts
const trustedAssociations = [
	"OWNER",
	"MEMBER",
	"COLLABORATOR"
];
function commentMarker(leg) {
	return `${familyMarker(leg)}${markerPart(leg.platform)} -->`;
}
function familyMarker({ artifactPrefix, workingDirectory }) {
	return `<!-- fuelgauge ${[artifactPrefix, posix.join(workingDirectory.replaceAll("\\", "/"), ".").replace(/(?<=.)\/$/, "")].map(markerPart).join(" ")} `;
}
function waitingMarker(family) {
	return commentMarker({
		...family,
		platform: "measuring"
	});
}
function commentStamp({ headSha, runNumber, runAttempt }) {
	return `<!-- run ${runNumber}.${runAttempt} of ${headSha} -->`;
}
function readStamp(body) {
	const [, runNumber, runAttempt, headSha] = /^<!-- run (\d{1,15})\.(\d{1,9}) of ([0-9a-f]{40,64}) -->$/.exec(body.split("\n")[1] ?? "") ?? [];
	if (headSha === void 0) return null;
	return {
		headSha,
		runNumber: Number(runNumber),
		runAttempt: Number(runAttempt)
	};
}
async function upsertComment(conversation, comment) {
	const { octokit, owner, repo, number } = conversation;
	try {
		const earlier = await findOwnComment(conversation, [comment.marker, comment.waiting]);
		if (earlier !== null) return await replaceComment(conversation, earlier, comment);
		const body = bodyOf(comment);
		const { data } = await octokit.rest.issues.createComment({
			owner,
			repo,
			issue_number: number,
			body
		});
		return {
			kind: "created",
			url: data.html_url
		};
	} catch (thrown) {
		return {
			kind: "refused",
			reason: reasonOfRefusedComment(thrown, conversation.fromFork)
		};
	}
}
async function announce(conversation, family, { stamp, render }) {
	const marker = waitingMarker(family);
	try {
		const earlier = await findOwnComment(conversation, [familyMarker(family)]);
		if (earlier !== null) {
			const { body = "", html_url: url } = earlier;
			if (!body.startsWith(marker)) return {
				kind: "kept",
				url,
				reason: "it has the report of an earlier run"
			};
			const theirs = readStamp(body);
			if (theirs?.headSha === stamp.headSha && !isLater(stamp, theirs)) return {
				kind: "kept",
				url,
				reason: "it tells of this run already"
			};
		}
	} catch (thrown) {
		return {
			kind: "refused",
			reason: reasonOfRefusedComment(thrown, conversation.fromFork)
		};
	}
	return upsertComment(conversation, {
		marker,
		stamp,
		render,
		waiting: marker
	});
}
async function replaceAll(conversation, family, { stamp, render }, isMeant) {
	const start = familyMarker(family);
	try {
		const outcomes = [];
		for await (const earlier of commentsOf(conversation)) {
			const marker = earlier.body?.split("\n")[0] ?? "";
			if (!marker.startsWith(start) || !isOurs(earlier) || !isMeant(marker)) continue;
			outcomes.push(await replaceComment(conversation, earlier, {
				marker,
				stamp,
				render
			}));
		}
		return outcomes;
	} catch (thrown) {
		return [{
			kind: "refused",
			reason: reasonOfRefusedComment(thrown, conversation.fromFork)
		}];
	}
}
function bodyOf({ marker, stamp, render }) {
	return render(`${marker}\n${commentStamp(stamp)}`);
}
async function replaceComment(conversation, earlier, comment) {
	const { octokit, owner, repo } = conversation;
	const late = await whyLate(conversation, readStamp(earlier.body ?? ""), comment.stamp);
	if (late !== null) return {
		kind: "kept",
		url: earlier.html_url,
		reason: late
	};
	const body = bodyOf(comment);
	const { data } = await octokit.rest.issues.updateComment({
		owner,
		repo,
		comment_id: earlier.id,
		body
	});
	return {
		kind: "updated",
		url: data.html_url
	};
}
function isLater(one, other) {
	return (one.runNumber - other.runNumber || one.runAttempt - other.runAttempt) > 0;
}
async function whyLate({ octokit, owner, repo, number }, theirs, ours) {
	if (theirs === null) return null;
	if (theirs.headSha === ours.headSha) return isLater(theirs, ours) ? `it is of the later run ${theirs.runNumber}.${theirs.runAttempt}` : null;
	let pull;
	try {
		({data: pull} = await octokit.rest.pulls.get({
			owner,
			repo,
			pull_number: number
		}));
	} catch (thrown) {
		if (statusOf(thrown) === 403 || statusOf(thrown) === 404) return null;
		throw thrown;
	}
	return pull.state === "open" && pull.head.sha === theirs.headSha ? `it is of ${theirs.headSha.slice(0, 7)}, the head by now` : null;
}
async function pullRequestOfCommit(commit) {
	const { octokit, owner, repo, sha } = commit;
	try {
		const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
			owner,
			repo,
			commit_sha: sha,
			per_page: 100
		});
		const pull = data.find((candidate) => candidate.state === "open" && candidate.head.sha === sha) ?? data.find((candidate) => candidate.merge_commit_sha === sha);
		if (pull === void 0) return {
			kind: "none",
			reason: `${sha.slice(0, 7)} belongs to no pull request`
		};
		const fromFork = pull.head.repo?.id !== pull.base.repo.id;
		return {
			kind: "found",
			number: pull.number,
			fromFork
		};
	} catch (thrown) {
		return {
			kind: "none",
			reason: reasonOfRefusal(thrown, {
				doing: "look up the pull request of a commit",
				permission: "pull-requests: read"
			})
		};
	}
}
async function findOwnComment(conversation, markers, isMeant = () => true) {
	const byRank = /* @__PURE__ */ new Map();
	for await (const comment of commentsOf(conversation)) {
		const { body = "" } = comment;
		const marker = markers.findIndex((each) => body.startsWith(each));
		if (marker === -1 || !isMeant(body) || !isOurs(comment)) continue;
		const rank = 2 * marker + (isByBot(comment) ? 0 : 1);
		if (rank === 0) return comment;
		if (!byRank.has(rank)) byRank.set(rank, comment);
	}
	return byRank.get(Math.min(...byRank.keys())) ?? null;
}
async function* commentsOf({ octokit, owner, repo, number }) {
	const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
		owner,
		repo,
		issue_number: number,
		per_page: 100
	});
	for await (const { data } of pages) yield* data;
}
function isOurs(comment) {
	return isByBot(comment) || isByTrustedPerson(comment);
}
function isByBot({ user }) {
	return user?.type === "Bot";
}
function isByTrustedPerson(comment) {
	return trustedAssociations.includes(comment.author_association ?? "NONE");
}
function reasonOfRefusedComment(thrown, fromFork) {
	const status = statusOf(thrown);
	if (fromFork && (status === 403 || status === 404)) return `the token of a pull request from a fork may not write comments (${status}), whatever \`permissions:\` say (elsewhere \`pull-requests: write\` allows it)`;
	return reasonOfRefusal(thrown, {
		doing: "write the comment",
		permission: "pull-requests: write"
	});
}
function markerPart(text) {
	return encodeURIComponent(text.toWellFormed()).replaceAll("--", "%2D%2D");
}
// src/action/step.ts
async function openStep(environment, mode, inputs) {
	const context = await readContext(environment);
	const project = await findProject(environment.GITHUB_WORKSPACE ?? ".", mode !== "merge" ? inputs.workingDirectory : ".");
	const work = resolve(environment.RUNNER_TEMP ?? ".", `fuelgauge-${context.runId}-${process.pid}`);
	return {
		mode,
		inputs,
		context,
		octokit: await connect({
			token: inputs.token,
			apiUrl: context.apiUrl
		}),
		project,
		work,
		artifactPrefix: artifactPrefixOf(inputs),
		platform: `${process.platform}-${process.arch}`,
		report: await openReportFolder(join(work, "report"))
	};
}
function headSha({ trigger, sha }) {
	return trigger.kind === "pull_request" ? trigger.headSha : sha;
}
function artifactPrefixOf({ artifactName, workingDirectory }) {
	const folder = posix.join(workingDirectory.replaceAll("\\", "/"), ".").replace(/\/$/, "");
	if (folder === "." || folder === "") return artifactName;
	return `${artifactName}-${folder.replace(/[^A-Za-z0-9._]+/g, "-").slice(0, 40)}-${createHash("sha256").update(folder).digest("hex").slice(0, 6)}`;
}
async function findProject(workspace, workingDirectory) {
	const project = resolve(workspace, workingDirectory);
	if ((await stat(project).catch(() => null))?.isDirectory()) return project;
	throw new FuelgaugeError({
		happened: `The working-directory is "${workingDirectory}".`,
		expected: `a folder of the checkout; ${project} is none`,
		remedy: "Correct working-directory, and check that a step before this one checks the repository out."
	});
}
// src/action/comment.ts
async function writeComment(step, render) {
	const { inputs, context, octokit, platform } = step;
	const { owner, name: repo } = context.repository;
	const pull = await pullRequestToComment(step);
	if (pull === null) return null;
	const family = {
		artifactPrefix: inputs.artifactName,
		workingDirectory: inputs.workingDirectory
	};
	const outcome = await upsertComment({
		octokit,
		owner,
		repo,
		...pull
	}, {
		marker: commentMarker({
			...family,
			platform
		}),
		waiting: waitingMarker(family),
		stamp: {
			headSha: headSha(context),
			runNumber: context.runNumber,
			runAttempt: context.runAttempt
		},
		render: (head) => hidden(render(head))
	});
	tellOutcome(outcome, "The job summary holds the same report.");
	return outcome;
}
function tellOutcome(outcome, instead) {
	switch (outcome.kind) {
		case "refused":
			warning("No comment", `${outcome.reason}. ${instead}`);
			break;
		case "kept":
			info(`Comment left as it is, because ${outcome.reason}: ${outcome.url}`);
			break;
		case "created":
		case "updated": info(`Comment ${outcome.kind}: ${outcome.url}`);
	}
}
async function pullRequestToComment({ mode, inputs, context, octokit }) {
	const { trigger, repository, sha } = context;
	if (inputs.comment === "never" || mode === "run" && inputs.shard !== null) return null;
	if (trigger.kind === "pull_request") return {
		number: trigger.number,
		fromFork: trigger.isFork
	};
	if (inputs.comment === "auto") return null;
	const pull = await pullRequestOfCommit({
		octokit,
		owner: repository.owner,
		repo: repository.name,
		sha
	});
	if (pull.kind === "none") info(`No comment: ${pull.reason}.`);
	return pull.kind === "found" ? pull : null;
}
// src/action/broken.ts
async function reportBroken(step, thrown) {
	try {
		const text = renderBroken(hidden(messageOf(thrown)), runLinks(step));
		await writeSummary$1(text);
		await writeComment(step, (head) => `${head}\n${text}`);
		await uploadRemains(step);
	} catch (telling) {
		warning("Broken twice", messageOf(telling));
	}
	throw thrown;
}
// src/action/first-report.ts
async function readFirstReport(step) {
	const name = reportName(step, "run");
	const found = await downloadArtifactOfRun({
		client: await loadArtifactClient(),
		name,
		folder: join(step.work, "first"),
		capBytes: artifactCapBytes,
		runAttempt: step.context.runAttempt
	});
	if (found.kind === "absent") throw new FuelgaugeError({
		happened: `There is nothing to confirm: ${found.reason}.`,
		expected: `the report of an earlier job of this workflow run, the artifact ${name}`,
		remedy: "Let this job wait for that one with `needs:`, give both the same artifact-name and working-directory, and the same kind of runner."
	});
	info(`The first job's report: the artifact ${found.name}.`);
	const results = await readResults(join(found.folder, "results.json"), found.name);
	refuseOthers$1(step, results, found.name);
	return {
		results,
		history: await readHistory(found.folder)
	};
}
async function readResults(path, artifact) {
	const unreadable = (why) => new FuelgaugeError({
		happened: `The results.json of the artifact ${artifact} cannot be read: ${why}.`,
		expected: "what the same version of Fuelgauge wrote in an earlier job of this workflow run",
		remedy: "Use the same version of the Action in both jobs, and run the first one again."
	});
	let document;
	try {
		const { size } = await stat(path);
		if (size > 268435456) throw new Error(`it has ${size} bytes, more than ${artifactCapBytes}`);
		document = JSON.parse(await readFile(path, "utf8"));
	} catch (thrown) {
		throw unreadable(messageOf(thrown));
	}
	const parsed = resultsSchema.safeParse(document);
	if (!parsed.success) throw unreadable(prettifyError(parsed.error));
	return parsed.data;
}
function refuseOthers$1({ context }, { head, plan }, artifact) {
	const wanted = headSha(context);
	if (head.sha !== wanted) throw new FuelgaugeError({
		happened: `The artifact ${artifact} reports on ${head.sha ?? "no commit"}.`,
		expected: `a report on ${wanted}, the head of this workflow run`,
		remedy: "Let both jobs of the workflow run use the Action on the same checkout."
	});
	if (plan.againFrom !== null) throw new FuelgaugeError({
		happened: `The job of the artifact ${artifact} has looked again by itself.`,
		expected: "one that leaves that to a second runner",
		remedy: "Set `confirm: second-runner` in the first job."
	});
}
// src/project/sources.ts
async function caseSources(place, config, { head, base }) {
	const cases = head.project?.cases ?? [];
	return [...await benchSources(place, cases.filter((each) => each.kind === "bench")), ...await moduleSources(place, config, {
		head,
		base,
		cases
	})];
}
async function benchSources({ root }, cases) {
	const sources = [...Map.groupBy(cases, ({ file }) => pathInProject(file))].map(async ([file, ofFile]) => {
		const text = await readFile(join(root, file), "utf8").catch(() => "");
		return ofFile.map(({ id }) => ({
			case: id,
			file,
			line: lineOfTask(text, id)
		}));
	});
	return (await Promise.all(sources)).flat();
}
const taskName = /(?:\.\s*add|\bbench(?:\.\w+)?)\s*\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/gs;
function lineOfTask(text, caseId) {
	const [, id = caseId, count = "1"] = /^(.*)#(\d+)$/s.exec(caseId) ?? [];
	const named = [...text.matchAll(taskName)].flatMap((match) => {
		const name = (match[2] ?? "").replace(/\\(.)/gs, "$1").trim().replace(/[\s,]+/g, "-");
		const start = match.index + match[0].lastIndexOf(match[1] ?? "", match[0].length - 2);
		return name !== "" && id.endsWith(`/${name}`) ? [{
			name,
			line: text.slice(0, start).split("\n").length
		}] : [];
	});
	const longest = Math.max(...named.map(({ name }) => name.length));
	const candidates = named.filter(({ name }) => name.length === longest);
	return (candidates[Number(count) - 1] ?? candidates[0])?.line ?? 1;
}
async function moduleSources({ folder, root }, { modules }, { head, base, cases }) {
	const changed = [...await moduleFiles(folder, modules)].flatMap(([name, file]) => {
		const path = head.guests[name]?.file ?? "";
		const [now, before] = [head, base].map((manifest) => manifest?.files[path]?.sha256);
		if (before === void 0 || now === before) return [];
		return [{
			name,
			file: posix.join(relative(root, folder).split(sep).join("/"), file)
		}];
	});
	const tracked = await trackedFiles(root, changed.map(({ file }) => file));
	return changed.filter(({ file }) => tracked.has(file)).flatMap(({ name, file }) => {
		return [...cases.filter((each) => each.kind !== "bench" && each.module === name).map(({ id }) => id), `modules/${name}`].map((id) => ({
			case: id,
			file,
			line: 1
		}));
	});
}
// src/action/details.ts
function tellStep({ mode, inputs, context, project, platform, artifactPrefix }) {
	details(() => {
		const { token: _, ...said } = inputs;
		return [
			`Mode ${mode} on ${platform}, Node ${process.version}, in ${project}`,
			`Event ${JSON.stringify(context.trigger)}, commit ${context.sha}, run ${context.runId}, attempt ${context.runAttempt}`,
			`Names of artifacts begin with ${artifactPrefix}`,
			`Inputs ${JSON.stringify(said)}`
		];
	});
}
function tellConfig(config) {
	details(() => [`Configuration ${JSON.stringify(config)}`]);
}
function tellBundle({ files }) {
	details(() => Object.entries(files).map(([path, { bytes, sha256 }]) => `Bundle ${path} ${bytes} B ${sha256}`));
}
function tellRun({ plan, timings, cases, conditions, comparisons }) {
	details(() => [
		`Plan ${JSON.stringify(plan)}`,
		`Timings ${JSON.stringify(timings)}`,
		...cases.map((each) => `Case ${JSON.stringify(each)}`),
		...conditions.map((each) => `Round ${JSON.stringify(each)}`),
		...comparisons.map((row) => `Row ${JSON.stringify(row)}`)
	]);
}
// src/action/measuring.ts
async function readStepConfig({ inputs, project }) {
	const { config, path } = await readConfig(project, inputs.config);
	if (path !== null) info(`Configuration: ${path}`);
	for (const { value } of secretsOf(config, process.env)) mask(value);
	tellConfig(config);
	const { modules, benches } = inputs;
	return {
		...config,
		modules: modules === null ? config.modules : modules.map((file) => ({
			file,
			calls: []
		})),
		benches: benches === null ? config.benches : [...benches]
	};
}
async function readStepResults({ project }, { results }) {
	const imported = await readImported({
		folder: project,
		root: rootOfCheckout(project)
	}, results);
	if (imported.length > 0) info(`Results of other tools: ${imported.length}.`);
	return imported;
}
async function buildStepHead({ inputs, work, project }, { config, base, suites }) {
	const head = await buildHead({
		place: {
			folder: project,
			root: rootOfCheckout(project)
		},
		config,
		suites,
		runtime: inputs.runtime === null ? bundledRuntime() : resolve(project, inputs.runtime),
		into: join(work, "head"),
		base,
		node: measuringNode({
			inputs,
			project
		}),
		log: info
	});
	tellBundle(head.manifest);
	return head;
}
function stepSources({ project }, config, { head, base }) {
	return caseSources({
		folder: project,
		root: rootOfCheckout(project)
	}, config, {
		head: head.manifest,
		base: base.kind === "found" ? base.manifest : null
	});
}
function commonRequest({ inputs, context, project }) {
	return {
		headSha: headSha(context),
		budget: inputs.budget,
		node: measuringNode({
			inputs,
			project
		})
	};
}
function measuringNode({ inputs, project }) {
	return inputs.node === null ? process.execPath : resolve(project, inputs.node);
}
function listenerOf({ report }) {
	return {
		info,
		onMeasurement: report.keep,
		onRound: (done, planned) => info(`Round ${done} of ${planned}`)
	};
}
// src/report/legs.ts
function renderLegs(legs, { head, limit = commentLimit }) {
	const [only] = legs;
	if (only !== void 0 && legs.length === 1) return fitBlocks([fixed(head), ...blocksOf(only.results, only.links)], limit);
	return fitBlocks([
		fixed(head),
		fixed(`### ${headline(legs)}`),
		section({
			title: "Side by side",
			table: sideBySide(legs),
			givesWay: 16,
			more: ""
		}),
		...legs.flatMap(({ platform, results, links }) => [fixed(`## ${inlineCode(platform)}`), ...blocksOf(results, links)])
	], limit);
}
function verdictOfLegs(legs) {
	return runVerdicts.find((verdict) => legs.some(({ results }) => results.verdict === verdict)) ?? "unchanged";
}
function headline(legs) {
	const verdicts = legs.map(({ platform, results }) => `${inlineCode(platform)} ${results.verdict}`);
	return `${verdictMarks[verdictOfLegs(legs)]} **${countOf(legs.length, "kind")} of machines:** ${verdicts.join(", ")}`;
}
function sideBySide(legs) {
	const nameOf = (row) => `${row.case} ${row.metric}`;
	const rowsOf = legs.map(({ results }) => new Map(ownRows(results).map((row) => [nameOf(row), row])));
	const told = new Map(rowsOf.flatMap((rows) => [...rows].filter(([, { verdict }]) => [
		"regressed",
		"suspected",
		"improved",
		"failed"
	].includes(verdict))));
	return {
		columns: [
			left("Case"),
			left("Metric"),
			...legs.map(({ platform }) => left(inlineCode(platform)))
		],
		rows: [...told].map(([name, row]) => [
			inlineCode(row.case),
			metricName(row.metric),
			...rowsOf.map((rows) => cellOf(rows.get(name)))
		])
	};
}
function cellOf(row) {
	if (row === void 0) return "";
	return isCompared(row) && row.change !== null ? `${row.verdict}: ${formatChange(row)}` : row.verdict;
}
// src/github/check-run.ts
async function createCheckRun(check) {
	const { octokit, owner, repo, sha, name, title, summary } = check;
	const annotations = check.annotations.map(({ line, ...each }) => ({
		...each,
		start_line: line,
		end_line: line,
		annotation_level: "warning"
	}));
	try {
		const { data } = await octokit.rest.checks.create({
			owner,
			repo,
			name,
			head_sha: sha,
			status: "completed",
			conclusion: "neutral",
			output: {
				title,
				summary,
				annotations
			}
		});
		return {
			kind: "created",
			url: data.html_url
		};
	} catch (thrown) {
		return {
			kind: "refused",
			reason: reasonOfRefusal(thrown, {
				doing: "annotate the changed files",
				permission: "checks: write"
			})
		};
	}
}
// src/report/check.ts
const mostAnnotations = 50;
function checkOf(results, sourceOf) {
	const { regressions, suspected } = groupRows(results);
	const rows = [...regressions, ...suspected];
	if (rows.length === 0) return null;
	const shown = rows.flatMap((row) => {
		const place = sourceOf(row.case);
		return place === null ? [] : [annotationOf(row, place)];
	}).slice(0, mostAnnotations);
	const missing = rows.length - shown.length;
	const rest = missing === 0 ? [] : [`${countOf(missing, "row")} without an annotation: the report has them.`];
	return {
		title: visibleText(verdictSentence(results, plainMarkup), 200),
		summary: [verdictSentence(results, markdownMarkup(void 0)), ...rest].join("\n\n"),
		annotations: shown
	};
}
function annotationOf(row, place) {
	const name = visibleText(row.case, 100);
	const again = formatAgain(row);
	return {
		...place,
		title: `${row.verdict === "suspected" ? "Suspected" : "Regressed"}: ${name} (${row.metric})`,
		message: `${formatChange(row)}${again === "" ? "" : `; looked at again: ${again}`}`
	};
}
// src/action/check.ts
async function annotateFiles(step, results) {
	const { context, octokit, artifactPrefix, platform } = step;
	const { trigger, repository } = context;
	if (trigger.kind !== "pull_request" || trigger.isFork) return;
	const ofRuntime = await sourcesOf(step);
	const own = new Map(results.sources.map(({ case: id, file, line }) => [id, {
		path: file,
		line
	}]));
	const check = checkOf(results, (id) => own.get(id) ?? ofRuntime(id));
	if (check === null) return;
	const { owner, name: repo } = repository;
	const name = `${artifactPrefix} (${platform})`;
	const outcome = await createCheckRun({
		octokit,
		owner,
		repo,
		sha: headSha(context),
		name,
		...check
	});
	debug(outcome.kind === "created" ? `Check run: ${outcome.url}` : `No check run: ${outcome.reason}.`);
}
async function sourcesOf({ inputs, project }) {
	if (inputs.runtime === null) return () => null;
	const { guests } = await readRuntimeFolder(resolve(project, inputs.runtime));
	const folder = posix.join(inputs.workingDirectory, inputs.runtime).replaceAll("\\", "/");
	const guestOf = new Map([...Object.keys(guests).map((guest) => [`modules/${guest}`, guest]), ...catalog.flatMap(({ id, guests: [guest] }) => guest === void 0 ? [] : [[id, guest]])]);
	return (caseId) => {
		const source = guests[guestOf.get(caseId) ?? ""]?.source;
		if (source === void 0 || posix.isAbsolute(folder) || folder.startsWith("..")) return null;
		return {
			path: posix.join(folder, source),
			line: 1
		};
	};
}
// src/action/report.ts
async function writeReport(step, results, history) {
	await group("Report", () => logReport(results));
	const { shard, confirm } = step.inputs;
	const isLast = step.mode !== "run" || shard === null && confirm === "here";
	await step.report.finish(results, {
		history,
		links: runLinks(step),
		isLast
	});
}
function publish(step, results) {
	return publishLegs(step, [{
		step,
		results
	}]);
}
async function publishLegs(step, measured) {
	const [{ step: first }] = measured;
	const legs = [];
	setOutputs(legs, await group("Publishing", async () => {
		for (const { step: leg, results } of measured) legs.push({
			step: leg,
			platform: leg.platform,
			results,
			links: await uploadReport(leg)
		});
		await writeSummary(legs);
		for (const { step: leg, results } of legs) await annotateFiles(leg, results);
		const platform = legs.length === 1 ? first.platform : "merged";
		return writeComment({
			...step,
			platform
		}, (head) => renderLegs(legs, { head }));
	}));
	conclude(step, legs);
}
async function logReport(results) {
	info(renderConsole(results, (style, text) => styleText(style, text, { validateStream: false })));
}
async function writeSummary(legs) {
	const written = await writeSummary$1(renderLegs(legs, {
		head: "",
		limit: summaryLimit
	}));
	if (written.kind === "refused") warning("No job summary", written.reason);
}
function setOutputs(legs, comment) {
	const rows = legs.flatMap(({ results }) => results.comparisons);
	const gating = rows.filter((row) => row.gating);
	const cases = legs.flatMap(({ results }) => results.cases);
	setOutput("verdict", verdictOfLegs(legs));
	setOutput("regressions", gating.filter(({ verdict }) => verdict === "regressed").length);
	setOutput("suspected", rows.filter(isSuspect).length);
	setOutput("improvements", gating.filter(({ verdict }) => verdict === "improved").length);
	setOutput("cases", cases.filter(({ control }) => !control).length);
	setOutput("comment-url", comment !== null && comment.kind !== "refused" ? comment.url : "");
	const [first] = legs;
	if (first === void 0) return;
	const { step, results, links } = first;
	const { base } = results;
	setOutput("report-json", step.report.resultsPath);
	setOutput("report-markdown", step.report.markdownPath);
	setOutput("report-html", step.report.pagePath);
	setOutput("artifact-id", links.artifactId ?? "");
	setOutput("artifact-url", links.artifact ?? "");
	setOutput("baseline-sha", base.kind !== "absent" && base.sha || "");
	setOutput("baseline-run-id", base.kind !== "absent" && base.runId || "");
}
function conclude({ inputs }, legs) {
	const failing = legs.filter(({ results }) => results.shard === null && exitFails(results, inputs.failOn));
	if (failing.length > 0) setFailed(`Fuelgauge: ${verdictOfLegs(failing)}. The job summary says what and by how much.`);
}
// src/action/confirm.ts
async function confirm(step) {
	const config = await readStepConfig(step);
	const first = await group("First job", () => readFirstReport(step));
	const measured = await lookAgain(step, first.results, config);
	const results = resultsWithoutSecrets(measured, secretsOf(config, process.env));
	await writeReport(step, results, first.history);
	await publish(step, results);
}
async function lookAgain(step, first, config) {
	const { base: wanted, comparisons } = first;
	if (wanted.kind === "absent" || !comparisons.some(isSuspect)) {
		info("The first job suspects nothing.");
		return first;
	}
	const base = await group("Baseline", () => prepareSameBase(step, wanted));
	if (base.kind === "absent") {
		warning("Not looked at again", `What the first job suspects stays suspected: ${base.reason}.`);
		return {
			...first,
			comparisons: withoutSecondLook(comparisons, base.reason)
		};
	}
	const measured = first.cases.filter(({ control }) => !control).map(({ id }) => id);
	const head = await group("Build", () => buildStepHead(step, {
		config,
		base,
		suites: measured
	}));
	const request = {
		...commonRequest(step),
		head,
		base,
		history: [],
		cases: casesNamed(measured, ownCases(head, base)),
		config,
		secondLook: "here"
	};
	return group("Measuring", () => confirmSuspects(request, first, listenerOf(step)));
}
// src/analysis/shards.ts
function joinShards(reports) {
	const reported = reports.flatMap((report) => report.kind === "reported" && hasShard(report.results) ? [report.results] : []).sort((one, other) => one.shard.index - other.shard.index);
	const [first] = reported;
	if (first === void 0) return {
		kind: "apart",
		reason: "none of them reported"
	};
	const { division } = first.shard;
	const other = reported.find(({ shard }) => !isDeepStrictEqual(shard.division, division));
	if (other !== void 0) return {
		kind: "apart",
		reason: `shards ${first.shard.index} and ${other.shard.index} divided the cases differently`
	};
	const joined = inStep(reported.filter((each) => isSameBase(each, first)));
	return {
		kind: "joined",
		results: resultsOf(first, joined, division.flatMap((cases, at) => {
			const index = at + 1;
			if (joined.some(({ shard }) => shard.index === index)) return [];
			return [{
				kind: "lost",
				index,
				cases,
				reason: whyLost(index, reports, first)
			}];
		}))
	};
}
function hasShard(results) {
	return results.shard !== null;
}
function isSameBase({ base: one }, { base: other }) {
	if (one.kind === "absent" || other.kind === "absent") return one.kind === other.kind;
	return one.kind === other.kind && one.sha === other.sha && one.runId === other.runId;
}
function whyLost(index, reports, { shard, base }) {
	for (const report of reports) {
		if (report.kind === "lost" && report.index === index) return report.reason;
		if (report.kind === "reported" && report.results.shard?.index === index) return `it compared with ${baseName(report.results.base)}, and shard ${shard.index} with ${baseName(base)}`;
	}
	return "it left no report";
}
function baseName(base) {
	if (base.kind === "absent") return "no base";
	return `${base.sha ?? "a base without commit"}${base.kind === "stored" ? " as it was stored" : ""}`;
}
function inStep(shards) {
	const ends = shards.map(({ measurements, plan }) => measurements.reduce((most, { round }) => Math.max(most, round + 1), plan.againFrom ?? 0));
	const firstEnds = shards.map(({ plan }, at) => plan.againFrom ?? ends[at] ?? 0);
	const againFrom = Math.max(0, ...firstEnds);
	return shards.map((each) => {
		const { plan, shard, cases } = each;
		const shift = plan.againFrom === null ? 0 : againFrom - plan.againFrom;
		const controls = new Set(cases.filter(({ control }) => control).map(({ id }) => id));
		const name = (id) => controls.has(id) ? `${id}-${shard.index}-of-${shard.division.length}` : id;
		const moved = (record) => plan.againFrom !== null && record.round >= plan.againFrom ? {
			...record,
			round: record.round + shift
		} : record;
		const renamed = (record) => {
			return {
				...record,
				case: name(record.case)
			};
		};
		return {
			...each,
			plan: {
				...plan,
				againFrom: plan.againFrom === null ? null : againFrom
			},
			cases: cases.map((info) => ({
				...info,
				id: name(info.id)
			})),
			conditions: each.conditions.map(moved),
			measurements: each.measurements.map(moved).map(renamed),
			failures: each.failures.map(moved).map(renamed),
			comparisons: each.comparisons.map(renamed)
		};
	});
}
function resultsOf(first, joined, lost) {
	const all = (of) => joined.flatMap(of);
	const count = first.shard.division.length;
	const comparisons = [...agreed(all((each) => each.comparisons)), ...lost.flatMap(({ cases, index, reason }) => cases.map((id) => lostRow(id, `shard ${index} of ${count} is lost: ${reason}`)))];
	return {
		...first,
		startedAt: joined.map(({ startedAt }) => startedAt).reduce((one, other) => other < one ? other : one),
		plan: planOf(joined, first.plan),
		timings: timingsOf(joined),
		shard: null,
		shards: [...joined.map(joinedShard), ...lost].sort((one, other) => one.index - other.index),
		cases: all(({ cases }) => cases),
		conditions: [],
		measurements: distinct(all(({ measurements }) => measurements)),
		failures: distinct(all(({ failures }) => failures)),
		imported: all(({ imported }) => imported),
		sources: distinct(all(({ sources }) => sources)),
		comparisons,
		profileChanges: distinct(all(({ profileChanges }) => profileChanges)),
		targets: distinct(all(({ targets }) => targets)),
		verdict: judgeRun(comparisons, first.base.kind !== "absent")
	};
}
function joinedShard({ shard, startedAt, machine, plan, timings, conditions }) {
	const cases = shard.division[shard.index - 1] ?? [];
	return {
		kind: "joined",
		index: shard.index,
		cases,
		startedAt,
		machine,
		plan,
		timings,
		conditions
	};
}
function planOf(joined, first) {
	const plans = joined.map(({ plan }) => plan);
	const againFrom = plans.flatMap((plan) => plan.againFrom ?? []);
	return {
		...first,
		rounds: Math.max(...plans.map(({ rounds }) => rounds)),
		neededRounds: Math.max(...plans.map(({ neededRounds }) => neededRounds)),
		budgetSeconds: sum(plans.map(({ budgetSeconds }) => budgetSeconds)),
		reservedSeconds: sum(plans.map(({ reservedSeconds }) => reservedSeconds)),
		againFrom: againFrom[0] ?? null
	};
}
function timingsOf(joined) {
	const builtMs = sum(joined.map(({ timings }) => timings.builtMs));
	return {
		builtMs,
		firstSampleMs: joined[0]?.timings.firstSampleMs ?? null,
		measuredMs: builtMs + sum(joined.map(({ timings }) => timings.measuredMs - timings.builtMs))
	};
}
function agreed(rows) {
	return [...Map.groupBy(rows, (row) => `${row.metric} ${row.case}`).values()].flatMap((group) => {
		const [row] = group;
		if (row === void 0) return [];
		if (group.every((each) => isDeepStrictEqual(each, row))) return [row];
		const { metric, unit, direction, gating } = row;
		const figures = (side) => group.flatMap((each) => each[side] ?? []);
		const runs = {
			base: figures("base"),
			head: figures("head")
		};
		return [{
			case: row.case,
			metric,
			unit,
			direction,
			gating,
			verdict: "nondeterministic",
			change: null,
			base: null,
			head: null,
			runs
		}];
	});
}
function lostRow(id, reason) {
	return {
		case: id,
		metric: "time",
		unit: "ns",
		direction: "lower",
		gating: true,
		verdict: "incomparable",
		change: null,
		base: null,
		head: null,
		reason
	};
}
function distinct(items) {
	return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
// src/action/shards.ts
async function joinLegs(step) {
	const legs = [];
	for (const division of await findDivisions(step)) legs.push(await joinLeg(step, division));
	const [first, ...others] = legs;
	if (first === void 0) throw new FuelgaugeError({
		happened: "There is nothing to merge: no earlier job of this workflow run has uploaded the report of a shard.",
		expected: `artifacts like ${shardName(step, 1, 4)}`,
		remedy: "Let this job wait for those with `shard:` by `needs:`, also where one of them failed, and give all the same artifact-name and working-directory."
	});
	return [first, ...others];
}
function shardName(step, index, count, name = reportName(step, "merge")) {
	return `${name}-${index}-of-${count}`;
}
async function findDivisions(step) {
	const { artifacts } = await (await loadArtifactClient()).listArtifacts();
	const prefix = `${step.artifactPrefix}-report-`;
	const counts = /* @__PURE__ */ new Map();
	for (const { name } of artifacts) {
		const found = /^([a-z0-9]+-[a-z0-9]+)-(\d+)-of-(\d+)(?:-attempt-\d+)?$/.exec(name.slice(prefix.length));
		if (!name.startsWith(prefix) || found === null) continue;
		const [, platform = "", , count = ""] = found;
		const known = counts.get(platform);
		if (known !== void 0 && known !== Number(count)) throw new FuelgaugeError({
			happened: `Jobs on ${platform} have uploaded shards of ${known} and shards of ${count}.`,
			expected: "one number of shards for each kind of machine",
			remedy: "Give all of them the same number after the slash, or reports that do not belong together another artifact-name."
		});
		counts.set(platform, Number(count));
	}
	return [...counts].map(([platform, count]) => ({
		platform,
		count
	})).sort((a, b) => a.platform.localeCompare(b.platform));
}
async function joinLeg(step, { platform, count }) {
	const leg = {
		...step,
		platform,
		report: await openReportFolder(join(step.work, `report-${platform}`))
	};
	const reports = [];
	let history = [];
	for (let index = 1; index <= count; index++) {
		const { report, ...shard } = await readShard(leg, index, count);
		if (history.length === 0) history = shard.history;
		if (report.kind === "lost") warning(`Shard ${index} of ${count} on ${platform} is lost`, report.reason);
		reports.push(report);
	}
	const joined = joinShards(reports);
	if (joined.kind === "apart") throw new FuelgaugeError({
		happened: `The shards on ${platform} cannot be joined: ${joined.reason}.`,
		expected: "reports of jobs that measured the same suites of one commit, each with a shard of its own",
		remedy: "Give all shards the same checkout, suites and version of the Action, and look at the logs of those jobs."
	});
	return {
		step: leg,
		results: joined.results,
		history,
		shards: count
	};
}
async function readShard(step, index, count) {
	const lost = (reason) => ({
		report: {
			kind: "lost",
			index,
			reason
		},
		history: []
	});
	const found = await downloadArtifactOfRun({
		client: await loadArtifactClient(),
		name: shardName(step, index, count),
		folder: join(step.work, `shard-${step.platform}-${index}`),
		capBytes: artifactCapBytes,
		runAttempt: step.context.runAttempt
	});
	if (found.kind === "absent") return lost(found.reason);
	try {
		const results = await readResults(join(found.folder, "results.json"), found.name);
		const wanted = headSha(step.context);
		if (results.head.sha !== wanted || results.shard?.index !== index) {
			const about = `shard ${results.shard?.index ?? "none"} of ${results.head.sha ?? "no commit"}`;
			return lost(`the artifact ${found.name} reports on ${about}, not on ${wanted}`);
		}
		return {
			report: {
				kind: "reported",
				results
			},
			history: await readHistory(found.folder)
		};
	} catch (thrown) {
		if (!(thrown instanceof FuelgaugeError)) throw thrown;
		return lost(thrown.happened);
	}
}
// src/action/merge.ts
async function merge(step) {
	const legs = await group("Shards", () => joinLegs(step));
	for (const { step: leg, results, history, shards } of legs) {
		await writeReport(leg, results, history);
		await storeJoinedBaseline(leg, results, (name) => shardName(leg, 1, shards, name));
	}
	await publishLegs(step, legs);
}
// src/foreign-report/flaw.ts
var Flaw = class extends Error {};
// src/foreign-report/json.ts
const [quote, backslash] = [34, 92];
const opening = /* @__PURE__ */ new Set([91, 123]);
const closing = /* @__PURE__ */ new Set([93, 125]);
const separators = /* @__PURE__ */ new Set([44, 58]);
function parseForeignJson(bytes, limits) {
	refuseExcess$1(bytes, limits);
	try {
		return JSON.parse(new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes));
	} catch {
		throw new Flaw("it is not JSON in UTF-8");
	}
}
function refuseExcess$1(bytes, limits) {
	let depth = 0;
	let values = 1;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === quote) {
			const end = endOfString(bytes, at + 1);
			if (end - at > limits.stringBytes) throw new Flaw(`it has a string of more than ${limits.stringBytes} bytes`);
			at = end;
		} else if (opening.has(byte)) {
			depth++;
			values++;
			if (depth > limits.depth) throw new Flaw(`it is nested more than ${limits.depth} deep`);
		} else if (closing.has(byte)) depth--;
		else if (separators.has(byte)) values++;
		if (values > limits.values) throw new Flaw(`it has more than ${limits.values} values`);
	}
}
function endOfString(bytes, start) {
	let at = start;
	while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
	return at;
}
// node_modules/pend/index.js
var require_pend = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = Pend;
	function Pend() {
		this.pending = 0;
		this.max = Infinity;
		this.listeners = [];
		this.waiting = [];
		this.error = null;
	}
	Pend.prototype.go = function(fn) {
		if (this.pending < this.max) pendGo(this, fn);
		else this.waiting.push(fn);
	};
	Pend.prototype.wait = function(cb) {
		if (this.pending === 0) cb(this.error);
		else this.listeners.push(cb);
	};
	Pend.prototype.hold = function() {
		return pendHold(this);
	};
	function pendHold(self) {
		self.pending += 1;
		var called = false;
		return onCb;
		function onCb(err) {
			if (called) throw new Error("callback called twice");
			called = true;
			self.error = self.error || err;
			self.pending -= 1;
			if (self.waiting.length > 0 && self.pending < self.max) pendGo(self, self.waiting.shift());
			else if (self.pending === 0) {
				var listeners = self.listeners;
				self.listeners = [];
				listeners.forEach(cbListener);
			}
		}
		function cbListener(listener) {
			listener(self.error);
		}
	}
	function pendGo(self, fn) {
		fn(pendHold(self));
	}
}));
// node_modules/yauzl/fd-slicer.js
var require_fd_slicer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var fs = __require("fs");
	var util = __require("util");
	var stream = __require("stream");
	var Readable = stream.Readable;
	var PassThrough = stream.PassThrough;
	var Pend = require_pend();
	var EventEmitter = __require("events").EventEmitter;
	exports.BufferSlicer = BufferSlicer;
	exports.FdSlicer = FdSlicer;
	util.inherits(FdSlicer, EventEmitter);
	function FdSlicer(fd) {
		EventEmitter.call(this);
		this.fd = fd;
		this.pend = new Pend();
		this.pend.max = 1;
		this.refCount = 0;
	}
	FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
		var self = this;
		self.pend.go(function(cb) {
			fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer) {
				cb();
				callback(err, bytesRead, buffer);
			});
		});
	};
	FdSlicer.prototype.createReadStream = function(options) {
		return new ReadStream(this, options);
	};
	FdSlicer.prototype.ref = function() {
		this.refCount += 1;
	};
	FdSlicer.prototype.unref = function() {
		var self = this;
		self.refCount -= 1;
		if (self.refCount < 0) throw new Error("invalid unref");
		if (self.refCount > 0) return;
		fs.close(self.fd, onCloseDone);
		function onCloseDone(err) {
			if (err) self.emit("error", err);
			else self.emit("close");
		}
	};
	util.inherits(ReadStream, Readable);
	function ReadStream(context, options) {
		options = options || {};
		Readable.call(this, options);
		this.context = context;
		this.context.ref();
		this.start = options.start || 0;
		this.endOffset = options.end;
		this.pos = this.start;
	}
	ReadStream.prototype._read = function(n) {
		var self = this;
		var toRead = Math.min(self._readableState.highWaterMark, n);
		if (self.endOffset != null) toRead = Math.min(toRead, self.endOffset - self.pos);
		if (toRead <= 0) {
			self.push(null);
			this._cleanup();
			return;
		}
		self.context.pend.go(function(cb) {
			var buffer = Buffer.allocUnsafe(toRead);
			fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
				if (err) self.destroy(err);
				else if (bytesRead === 0) {
					self.push(null);
					self._cleanup();
				} else {
					self.pos += bytesRead;
					self.push(buffer.slice(0, bytesRead));
				}
				cb();
			});
		});
	};
	ReadStream.prototype._destroy = function(err, cb) {
		this._cleanup();
		cb(err);
	};
	ReadStream.prototype._cleanup = function() {
		if (this.context != null) {
			this.context.unref();
			this.context = null;
		}
	};
	util.inherits(BufferSlicer, EventEmitter);
	function BufferSlicer(buffer) {
		EventEmitter.call(this);
		this.refCount = 0;
		this.buffer = buffer;
	}
	BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
		if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
		if (position < 0) throw new RangeError("position is negative: " + position);
		if (offset + length > buffer.length) length = buffer.length - offset;
		if (position + length > this.buffer.length) length = this.buffer.length - position;
		if (length <= 0) {
			setImmediate(function() {
				callback(null, 0);
			});
			return;
		}
		this.buffer.copy(buffer, offset, position, position + length);
		setImmediate(function() {
			callback(null, length);
		});
	};
	BufferSlicer.prototype.createReadStream = function(options) {
		options = options || {};
		var readStream = new PassThrough(options);
		readStream.start = options.start || 0;
		readStream.endOffset = options.end;
		readStream.pos = readStream.endOffset || this.buffer.length;
		var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
		var maxChunkSize = 65536;
		var offset = 0;
		while (true) {
			var nextOffset = offset + maxChunkSize;
			if (nextOffset >= entireSlice.length) {
				if (offset < entireSlice.length) readStream.write(entireSlice.slice(offset, entireSlice.length));
				break;
			}
			readStream.write(entireSlice.slice(offset, nextOffset));
			offset = nextOffset;
		}
		readStream.end();
		return readStream;
	};
	BufferSlicer.prototype.ref = function() {
		this.refCount += 1;
	};
	BufferSlicer.prototype.unref = function() {
		this.refCount -= 1;
		if (this.refCount < 0) throw new Error("invalid unref");
	};
}));
// node_modules/yauzl/crc32.js
var require_crc32 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const CRC_TABLE = new Int32Array([
		0,
		1996959894,
		3993919788,
		2567524794,
		124634137,
		1886057615,
		3915621685,
		2657392035,
		249268274,
		2044508324,
		3772115230,
		2547177864,
		162941995,
		2125561021,
		3887607047,
		2428444049,
		498536548,
		1789927666,
		4089016648,
		2227061214,
		450548861,
		1843258603,
		4107580753,
		2211677639,
		325883990,
		1684777152,
		4251122042,
		2321926636,
		335633487,
		1661365465,
		4195302755,
		2366115317,
		997073096,
		1281953886,
		3579855332,
		2724688242,
		1006888145,
		1258607687,
		3524101629,
		2768942443,
		901097722,
		1119000684,
		3686517206,
		2898065728,
		853044451,
		1172266101,
		3705015759,
		2882616665,
		651767980,
		1373503546,
		3369554304,
		3218104598,
		565507253,
		1454621731,
		3485111705,
		3099436303,
		671266974,
		1594198024,
		3322730930,
		2970347812,
		795835527,
		1483230225,
		3244367275,
		3060149565,
		1994146192,
		31158534,
		2563907772,
		4023717930,
		1907459465,
		112637215,
		2680153253,
		3904427059,
		2013776290,
		251722036,
		2517215374,
		3775830040,
		2137656763,
		141376813,
		2439277719,
		3865271297,
		1802195444,
		476864866,
		2238001368,
		4066508878,
		1812370925,
		453092731,
		2181625025,
		4111451223,
		1706088902,
		314042704,
		2344532202,
		4240017532,
		1658658271,
		366619977,
		2362670323,
		4224994405,
		1303535960,
		984961486,
		2747007092,
		3569037538,
		1256170817,
		1037604311,
		2765210733,
		3554079995,
		1131014506,
		879679996,
		2909243462,
		3663771856,
		1141124467,
		855842277,
		2852801631,
		3708648649,
		1342533948,
		654459306,
		3188396048,
		3373015174,
		1466479909,
		544179635,
		3110523913,
		3462522015,
		1591671054,
		702138776,
		2966460450,
		3352799412,
		1504918807,
		783551873,
		3082640443,
		3233442989,
		3988292384,
		2596254646,
		62317068,
		1957810842,
		3939845945,
		2647816111,
		81470997,
		1943803523,
		3814918930,
		2489596804,
		225274430,
		2053790376,
		3826175755,
		2466906013,
		167816743,
		2097651377,
		4027552580,
		2265490386,
		503444072,
		1762050814,
		4150417245,
		2154129355,
		426522225,
		1852507879,
		4275313526,
		2312317920,
		282753626,
		1742555852,
		4189708143,
		2394877945,
		397917763,
		1622183637,
		3604390888,
		2714866558,
		953729732,
		1340076626,
		3518719985,
		2797360999,
		1068828381,
		1219638859,
		3624741850,
		2936675148,
		906185462,
		1090812512,
		3747672003,
		2825379669,
		829329135,
		1181335161,
		3412177804,
		3160834842,
		628085408,
		1382605366,
		3423369109,
		3138078467,
		570562233,
		1426400815,
		3317316542,
		2998733608,
		733239954,
		1555261956,
		3268935591,
		3050360625,
		752459403,
		1541320221,
		2607071920,
		3965973030,
		1969922972,
		40735498,
		2617837225,
		3943577151,
		1913087877,
		83908371,
		2512341634,
		3803740692,
		2075208622,
		213261112,
		2463272603,
		3855990285,
		2094854071,
		198958881,
		2262029012,
		4057260610,
		1759359992,
		534414190,
		2176718541,
		4139329115,
		1873836001,
		414664567,
		2282248934,
		4279200368,
		1711684554,
		285281116,
		2405801727,
		4167216745,
		1634467795,
		376229701,
		2685067896,
		3608007406,
		1308918612,
		956543938,
		2808555105,
		3495958263,
		1231636301,
		1047427035,
		2932959818,
		3654703836,
		1088359270,
		936918e3,
		2847714899,
		3736837829,
		1202900863,
		817233897,
		3183342108,
		3401237130,
		1404277552,
		615818150,
		3134207493,
		3453421203,
		1423857449,
		601450431,
		3009837614,
		3294710456,
		1567103746,
		711928724,
		3020668471,
		3272380065,
		1510334235,
		755167117
	]);
	function crc32(buf) {
		let crc = -1;
		for (let x of buf) crc = CRC_TABLE[(crc ^ x) & 255] ^ crc >>> 8;
		return (crc ^ -1) >>> 0;
	}
	module.exports = crc32;
}));
// src/foreign-report/zip.ts
var import_yauzl = (/* @__PURE__ */ __commonJSMin(((exports) => {
	__require("fs");
	var zlib = __require("zlib");
	var fd_slicer = require_fd_slicer();
	var util = __require("util");
	var EventEmitter = __require("events").EventEmitter;
	var Transform = __require("stream").Transform;
	var PassThrough = __require("stream").PassThrough;
	var Writable = __require("stream").Writable;
	const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : require_crc32();
	exports.fromBufferPromise = fromBufferPromise;
	function fromBufferPromise(buffer, options) {
		return new Promise((resolve, reject) => {
			fromBuffer(buffer, {
				...options,
				lazyEntries: true
			}, function(err, zipfile) {
				if (err) return reject(err);
				resolve(zipfile);
			});
		});
	}
	function fromBuffer(buffer, options, callback) {
		if (typeof options === "function") {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		options.autoClose = false;
		if (options.lazyEntries == null) options.lazyEntries = false;
		if (options.decodeStrings == null) options.decodeStrings = true;
		if (options.validateEntrySizes == null) options.validateEntrySizes = true;
		if (options.strictFileNames == null) options.strictFileNames = false;
		fromRandomAccessReader(new fd_slicer.BufferSlicer(buffer), buffer.length, options, callback);
	}
	function fromRandomAccessReader(reader, totalSize, options, callback) {
		if (typeof options === "function") {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		if (options.autoClose == null) options.autoClose = true;
		if (options.lazyEntries == null) options.lazyEntries = false;
		if (options.decodeStrings == null) options.decodeStrings = true;
		var decodeStrings = !!options.decodeStrings;
		if (options.validateEntrySizes == null) options.validateEntrySizes = true;
		if (options.strictFileNames == null) options.strictFileNames = false;
		if (callback == null) callback = defaultCallback;
		if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
		if (totalSize > Number.MAX_SAFE_INTEGER) throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
		reader.ref();
		var eocdrWithoutCommentSize = 22;
		var zip64EocdlSize = 20;
		var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + 65535, totalSize);
		var buffer = newBuffer(bufferSize);
		readAndAssertNoEof(reader, buffer, 0, bufferSize, totalSize - buffer.length, function(err) {
			if (err) return callback(err);
			for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
				if (buffer.readUInt32LE(i) !== 101010256) continue;
				var eocdrBuffer = buffer.subarray(i);
				var diskNumber = eocdrBuffer.readUInt16LE(4);
				var entryCount = eocdrBuffer.readUInt16LE(10);
				var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
				var commentLength = eocdrBuffer.readUInt16LE(20);
				var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
				if (commentLength !== expectedCommentLength) return callback(/* @__PURE__ */ new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
				var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false) : eocdrBuffer.subarray(22);
				if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 117853008) {
					var zip64EocdrOffset = readUInt64LE(buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize), 8);
					var zip64EocdrBuffer = newBuffer(56);
					return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err) {
						if (err) return callback(err);
						if (zip64EocdrBuffer.readUInt32LE(0) !== 101075792) return callback(/* @__PURE__ */ new Error("invalid zip64 end of central directory record signature"));
						diskNumber = zip64EocdrBuffer.readUInt32LE(16);
						if (diskNumber !== 0) return callback(/* @__PURE__ */ new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
						entryCount = readUInt64LE(zip64EocdrBuffer, 32);
						centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
						return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
					});
				}
				if (diskNumber !== 0) return callback(/* @__PURE__ */ new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
				return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
			}
			callback(/* @__PURE__ */ new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
		});
	}
	util.inherits(ZipFile, EventEmitter);
	function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
		var self = this;
		EventEmitter.call(self);
		self.reader = reader;
		self.reader.on("error", function(err) {
			emitError(self, err);
		});
		self.reader.once("close", function() {
			self.emit("close");
		});
		self.readEntryCursor = centralDirectoryOffset;
		self.fileSize = fileSize;
		self.entryCount = entryCount;
		self.comment = comment;
		self.entriesRead = 0;
		self.autoClose = !!autoClose;
		self.lazyEntries = !!lazyEntries;
		self.decodeStrings = !!decodeStrings;
		self.validateEntrySizes = !!validateEntrySizes;
		self.strictFileNames = !!strictFileNames;
		self.isOpen = true;
		self.emittedError = false;
		self.hasEachEntryBeenCalled = false;
		if (!self.lazyEntries) self._readEntry();
	}
	ZipFile.prototype.close = function() {
		if (!this.isOpen) return;
		this.isOpen = false;
		this.reader.unref();
	};
	function emitErrorAndAutoClose(self, err) {
		if (self.autoClose) self.close();
		emitError(self, err);
	}
	function emitError(self, err) {
		if (self.emittedError) return;
		self.emittedError = true;
		self.emit("error", err);
	}
	ZipFile.prototype.readEntry = function() {
		if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
		this._readEntry();
	};
	ZipFile.prototype._readEntry = function() {
		var self = this;
		if (self.entryCount === self.entriesRead) {
			setImmediate(function() {
				if (self.autoClose) self.close();
				if (self.emittedError) return;
				self.emit("end");
			});
			return;
		}
		if (self.emittedError) return;
		var buffer = newBuffer(46);
		readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
			if (err) return emitErrorAndAutoClose(self, err);
			if (self.emittedError) return;
			var entry = new Entry();
			var signature = buffer.readUInt32LE(0);
			if (signature !== 33639248) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
			entry.versionMadeBy = buffer.readUInt16LE(4);
			entry.versionNeededToExtract = buffer.readUInt16LE(6);
			entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
			entry.compressionMethod = buffer.readUInt16LE(10);
			entry.lastModFileTime = buffer.readUInt16LE(12);
			entry.lastModFileDate = buffer.readUInt16LE(14);
			entry.crc32 = buffer.readUInt32LE(16);
			entry.compressedSize = buffer.readUInt32LE(20);
			entry.uncompressedSize = buffer.readUInt32LE(24);
			entry.fileNameLength = buffer.readUInt16LE(28);
			entry.extraFieldLength = buffer.readUInt16LE(30);
			entry.fileCommentLength = buffer.readUInt16LE(32);
			entry.internalFileAttributes = buffer.readUInt16LE(36);
			entry.externalFileAttributes = buffer.readUInt32LE(38);
			entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);
			if (entry.generalPurposeBitFlag & 64) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("strong encryption is not supported"));
			self.readEntryCursor += 46;
			buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
			readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
				if (err) return emitErrorAndAutoClose(self, err);
				if (self.emittedError) return;
				entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
				var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
				entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
				entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);
				try {
					entry.extraFields = parseExtraFields(entry.extraFieldRaw);
				} catch (err) {
					return emitErrorAndAutoClose(self, err);
				}
				if (self.decodeStrings) {
					var isUtf8 = (entry.generalPurposeBitFlag & 2048) !== 0;
					entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
					entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
					var errorMessage = validateFileName(entry.fileName);
					if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
				} else {
					entry.fileComment = entry.fileCommentRaw;
					entry.fileName = entry.fileNameRaw;
				}
				entry.comment = entry.fileComment;
				self.readEntryCursor += buffer.length;
				self.entriesRead += 1;
				for (var i = 0; i < entry.extraFields.length; i++) {
					var extraField = entry.extraFields[i];
					if (extraField.id !== 1) continue;
					var zip64EiefBuffer = extraField.data;
					var index = 0;
					if (entry.uncompressedSize === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include uncompressed size"));
						entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					if (entry.compressedSize === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include compressed size"));
						entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					if (entry.relativeOffsetOfLocalHeader === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include relative header offset"));
						entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					break;
				}
				if (self.validateEntrySizes && entry.compressionMethod === 0) {
					var expectedCompressedSize = entry.uncompressedSize;
					if (entry.isEncrypted()) expectedCompressedSize += 12;
					if (entry.compressedSize !== expectedCompressedSize) {
						var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
						return emitErrorAndAutoClose(self, new Error(msg));
					}
				}
				self.emit("entry", entry);
				if (!self.lazyEntries) self._readEntry();
			});
		});
	};
	ZipFile.prototype.eachEntry = function() {
		const self = this;
		if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
		if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
		self.hasEachEntryBeenCalled = true;
		let pendingResolveReject = null;
		self.on("entry", onEntry);
		self.on("end", onEnd);
		self.on("error", onError);
		function cleanup() {
			self.removeListener("entry", onEntry);
			self.removeListener("end", onEnd);
			self.removeListener("error", onError);
			if (self.autoClose) self.close();
		}
		function onEntry(entry) {
			let { resolve } = pendingResolveReject;
			pendingResolveReject = null;
			resolve({ value: entry });
		}
		function onEnd() {
			let { resolve } = pendingResolveReject;
			pendingResolveReject = null;
			cleanup();
			resolve({ done: true });
		}
		function onError(err) {
			let { reject } = pendingResolveReject;
			pendingResolveReject = null;
			cleanup();
			reject(err);
		}
		return {
			[Symbol.asyncIterator]() {
				return this;
			},
			next() {
				const promise = new Promise((resolve, reject) => {
					if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
					pendingResolveReject = {
						resolve,
						reject
					};
				});
				self.readEntry();
				return promise;
			},
			return(value) {
				cleanup();
				return Promise.resolve({
					done: true,
					value
				});
			},
			throw(value) {
				cleanup();
				return Promise.reject(value);
			}
		};
	};
	ZipFile.prototype.openReadStream = function(entry, options, callback) {
		var self = this;
		var relativeStart = 0;
		var relativeEnd = entry.compressedSize;
		if (callback == null) {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		else {
			if (options.decodeFileData === false) {
				if (options.decrypt != null) throw new Error("cannot use options.decrypt when options.decodeFileData === false");
				if (options.decompress != null) throw new Error("cannot use options.decompress when options.decodeFileData === false");
			} else {
				if (options.decrypt != null) {
					if (!entry.isEncrypted()) throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
					if (options.decrypt !== false) throw new Error("invalid options.decrypt value: " + options.decrypt);
					if (entry.isCompressed()) {
						if (options.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
					}
				}
				if (options.decompress != null) {
					if (!entry.isCompressed()) throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
					if (!(options.decompress === false || options.decompress === true)) throw new Error("invalid options.decompress value: " + options.decompress);
					decompress = options.decompress;
				}
			}
			if (options.start != null) {
				relativeStart = options.start;
				if (relativeStart < 0) throw new Error("options.start < 0");
				if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
			}
			if (options.end != null) {
				relativeEnd = options.end;
				if (relativeEnd < 0) throw new Error("options.end < 0");
				if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
				if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
			}
		}
		var rawMode = options.decodeFileData === false || (entry.compressionMethod === 0 || entry.compressionMethod === 8 && options.decompress === false) && (!entry.isEncrypted() || options.decrypt === false);
		if (options.start != null || options.end != null) {
			if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
		}
		if (!self.isOpen) return callback(/* @__PURE__ */ new Error("closed"));
		if (entry.isEncrypted() && !rawMode) {
			if (options.decrypt !== false) return callback(/* @__PURE__ */ new Error("entry is encrypted, and options.decodeFileData !== false"));
		}
		var decompress;
		if (rawMode) decompress = false;
		else if (entry.compressionMethod === 8) decompress = options.decodeFileData !== true;
		else return callback(/* @__PURE__ */ new Error("unsupported compression method: " + entry.compressionMethod));
		self.readLocalFileHeader(entry, { minimal: true }, function(err, localFileHeader) {
			if (err) return callback(err);
			self.openReadStreamLowLevel(localFileHeader.fileDataStart, entry.compressedSize, relativeStart, relativeEnd, decompress, entry.uncompressedSize, callback);
		});
	};
	ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
		var self = this;
		fileDataStart + compressedSize;
		var readStream = self.reader.createReadStream({
			start: fileDataStart + relativeStart,
			end: fileDataStart + relativeEnd
		});
		var endpointStream = readStream;
		if (decompress) {
			var destroyed = false;
			var inflateFilter = zlib.createInflateRaw();
			readStream.on("error", function(err) {
				setImmediate(function() {
					if (!destroyed) inflateFilter.emit("error", err);
				});
			});
			readStream.pipe(inflateFilter);
			if (self.validateEntrySizes) {
				endpointStream = new AssertByteCountStream(uncompressedSize);
				inflateFilter.on("error", function(err) {
					setImmediate(function() {
						if (!destroyed) endpointStream.emit("error", err);
					});
				});
				inflateFilter.pipe(endpointStream);
			} else endpointStream = inflateFilter;
			installDestroyFn(endpointStream, function() {
				destroyed = true;
				if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
				readStream.unpipe(inflateFilter);
				readStream.destroy();
			});
		}
		callback(null, endpointStream);
	};
	ZipFile.prototype.readLocalFileHeader = function(entry, options, callback) {
		var self = this;
		if (callback == null) {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		self.reader.ref();
		var buffer = newBuffer(30);
		readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
			try {
				if (err) return callback(err);
				var signature = buffer.readUInt32LE(0);
				if (signature !== 67324752) return callback(/* @__PURE__ */ new Error("invalid local file header signature: 0x" + signature.toString(16)));
				var fileNameLength = buffer.readUInt16LE(26);
				var extraFieldLength = buffer.readUInt16LE(28);
				var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
				if (fileDataStart + entry.compressedSize > self.fileSize) return callback(/* @__PURE__ */ new Error("file data overflows file bounds: " + fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
				if (options.minimal) return callback(null, { fileDataStart });
				var localFileHeader = new LocalFileHeader();
				localFileHeader.fileDataStart = fileDataStart;
				localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
				localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
				localFileHeader.compressionMethod = buffer.readUInt16LE(8);
				localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
				localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
				localFileHeader.crc32 = buffer.readUInt32LE(14);
				localFileHeader.compressedSize = buffer.readUInt32LE(18);
				localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
				localFileHeader.fileNameLength = fileNameLength;
				localFileHeader.extraFieldLength = extraFieldLength;
				buffer = newBuffer(fileNameLength + extraFieldLength);
				self.reader.ref();
				readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err) {
					try {
						if (err) return callback(err);
						localFileHeader.fileName = buffer.subarray(0, fileNameLength);
						localFileHeader.extraField = buffer.subarray(fileNameLength);
						return callback(null, localFileHeader);
					} finally {
						self.reader.unref();
					}
				});
			} finally {
				self.reader.unref();
			}
		});
	};
	ZipFile.prototype.openReadStreamPromise = function(entry, options) {
		return new Promise((resolve, reject) => {
			this.openReadStream(entry, options, function(err, readStream) {
				if (err) return reject(err);
				resolve(readStream);
			});
		});
	};
	ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
		return new Promise((resolve, reject) => {
			this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
				if (err) return reject(err);
				resolve(readStream);
			});
		});
	};
	ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options) {
		return new Promise((resolve, reject) => {
			this.readLocalFileHeader(entry, options, function(err, localFileHeader) {
				if (err) return reject(err);
				resolve(localFileHeader);
			});
		});
	};
	function Entry() {}
	Entry.prototype.getLastModDate = function(options) {
		if (options == null) options = {};
		if (!options.forceDosFormat) for (var i = 0; i < this.extraFields.length; i++) {
			var extraField = this.extraFields[i];
			if (extraField.id === 21589) {
				var data = extraField.data;
				if (data.length < 5) continue;
				if (!(data[0] & 1)) continue;
				var posixTimestamp = data.readInt32LE(1);
				return /* @__PURE__ */ new Date(posixTimestamp * 1e3);
			} else if (extraField.id === 10) {
				var data = extraField.data;
				if (data.length !== 32) continue;
				if (data.readUInt16LE(4) !== 1) continue;
				if (data.readUInt16LE(6) !== 24) continue;
				var millisecondsSince1970 = (data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12)) / 1e4 - 0xa9730b66800;
				return new Date(millisecondsSince1970);
			}
		}
		return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options.timezone);
	};
	Entry.prototype.canDecodeFileData = function() {
		return !this.isEncrypted() && (this.compressionMethod === 0 || this.compressionMethod === 8);
	};
	Entry.prototype.isEncrypted = function() {
		return (this.generalPurposeBitFlag & 1) !== 0;
	};
	Entry.prototype.isCompressed = function() {
		return this.compressionMethod === 8;
	};
	function LocalFileHeader() {}
	function dosDateTimeToDate(date, time, timezone) {
		var day = date & 31;
		var month = (date >> 5 & 15) - 1;
		var year = (date >> 9 & 127) + 1980;
		var millisecond = 0;
		var second = (time & 31) * 2;
		var minute = time >> 5 & 63;
		var hour = time >> 11 & 31;
		if (timezone == null || timezone === "local") return new Date(year, month, day, hour, minute, second, millisecond);
		else if (timezone === "UTC") return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
		else throw new Error("unrecognized options.timezone: " + options.timezone);
	}
	function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
		var fileName = null;
		for (var i = 0; i < extraFields.length; i++) {
			var extraField = extraFields[i];
			if (extraField.id === 28789) {
				if (extraField.data.length < 6) continue;
				if (extraField.data.readUInt8(0) !== 1) continue;
				var oldNameCrc32 = extraField.data.readUInt32LE(1);
				if (crc32(fileNameBuffer) !== oldNameCrc32) continue;
				fileName = decodeBuffer(extraField.data.subarray(5), true);
				break;
			}
		}
		if (fileName == null) fileName = decodeBuffer(fileNameBuffer, (generalPurposeBitFlag & 2048) !== 0);
		if (!strictFileNames) fileName = fileName.replace(/\\/g, "/");
		return fileName;
	}
	function validateFileName(fileName) {
		if (fileName.indexOf("\\") !== -1) return "invalid characters in fileName: " + fileName;
		if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) return "absolute path: " + fileName;
		if (fileName.split("/").indexOf("..") !== -1) return "invalid relative path: " + fileName;
		return null;
	}
	function parseExtraFields(extraFieldBuffer) {
		var extraFields = [];
		var i = 0;
		while (i < extraFieldBuffer.length - 3) {
			var headerId = extraFieldBuffer.readUInt16LE(i + 0);
			var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
			var dataStart = i + 4;
			var dataEnd = dataStart + dataSize;
			if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
			var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
			extraFields.push({
				id: headerId,
				data: dataBuffer
			});
			i = dataEnd;
		}
		return extraFields;
	}
	function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
		if (length === 0) return setImmediate(function() {
			callback(null, newBuffer(0));
		});
		reader.read(buffer, offset, length, position, function(err, bytesRead) {
			if (err) return callback(err);
			if (bytesRead < length) return callback(/* @__PURE__ */ new Error("unexpected EOF"));
			callback();
		});
	}
	util.inherits(AssertByteCountStream, Transform);
	function AssertByteCountStream(byteCount) {
		Transform.call(this);
		this.actualByteCount = 0;
		this.expectedByteCount = byteCount;
	}
	AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
		this.actualByteCount += chunk.length;
		if (this.actualByteCount > this.expectedByteCount) {
			var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
			return cb(new Error(msg));
		}
		cb(null, chunk);
	};
	AssertByteCountStream.prototype._flush = function(cb) {
		if (this.actualByteCount < this.expectedByteCount) {
			var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
			return cb(new Error(msg));
		}
		cb();
	};
	util.inherits(RandomAccessReader, EventEmitter);
	function RandomAccessReader() {
		EventEmitter.call(this);
		this.refCount = 0;
	}
	RandomAccessReader.prototype.ref = function() {
		this.refCount += 1;
	};
	RandomAccessReader.prototype.unref = function() {
		var self = this;
		self.refCount -= 1;
		if (self.refCount > 0) return;
		if (self.refCount < 0) throw new Error("invalid unref");
		self.close(onCloseDone);
		function onCloseDone(err) {
			if (err) return self.emit("error", err);
			self.emit("close");
		}
	};
	RandomAccessReader.prototype.createReadStream = function(options) {
		if (options == null) options = {};
		var start = options.start;
		var end = options.end;
		if (start === end) {
			var emptyStream = new PassThrough();
			setImmediate(function() {
				emptyStream.end();
			});
			return emptyStream;
		}
		var stream = this._readStreamForRange(start, end);
		var destroyed = false;
		var refUnrefFilter = new RefUnrefFilter(this);
		stream.on("error", function(err) {
			setImmediate(function() {
				if (!destroyed) refUnrefFilter.emit("error", err);
			});
		});
		installDestroyFn(refUnrefFilter, function() {
			stream.unpipe(refUnrefFilter);
			refUnrefFilter.unref();
			stream.destroy();
		});
		var byteCounter = new AssertByteCountStream(end - start);
		refUnrefFilter.on("error", function(err) {
			setImmediate(function() {
				if (!destroyed) byteCounter.emit("error", err);
			});
		});
		installDestroyFn(byteCounter, function() {
			destroyed = true;
			refUnrefFilter.unpipe(byteCounter);
			refUnrefFilter.destroy();
		});
		return stream.pipe(refUnrefFilter).pipe(byteCounter);
	};
	RandomAccessReader.prototype._readStreamForRange = function(start, end) {
		throw new Error("not implemented");
	};
	RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
		var readStream = this.createReadStream({
			start: position,
			end: position + length
		});
		var writeStream = new Writable();
		var written = 0;
		writeStream._write = function(chunk, encoding, cb) {
			chunk.copy(buffer, offset + written, 0, chunk.length);
			written += chunk.length;
			cb();
		};
		writeStream.on("finish", callback);
		readStream.on("error", function(error) {
			callback(error);
		});
		readStream.pipe(writeStream);
	};
	RandomAccessReader.prototype.close = function(callback) {
		setImmediate(callback);
	};
	util.inherits(RefUnrefFilter, PassThrough);
	function RefUnrefFilter(context) {
		PassThrough.call(this);
		this.context = context;
		this.context.ref();
		this.unreffedYet = false;
	}
	RefUnrefFilter.prototype._flush = function(cb) {
		this.unref();
		cb();
	};
	RefUnrefFilter.prototype.unref = function(cb) {
		if (this.unreffedYet) return;
		this.unreffedYet = true;
		this.context.unref();
	};
	var cp437 = "\0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xA0";
	function decodeBuffer(buffer, isUtf8) {
		if (isUtf8) return buffer.toString("utf8");
		else {
			var result = "";
			for (var i = 0; i < buffer.length; i++) result += cp437[buffer[i]];
			return result;
		}
	}
	function readUInt64LE(buffer, offset) {
		var lower32 = buffer.readUInt32LE(offset);
		return buffer.readUInt32LE(offset + 4) * 4294967296 + lower32;
	}
	var newBuffer;
	if (typeof Buffer.allocUnsafe === "function") newBuffer = function(len) {
		return Buffer.allocUnsafe(len);
	};
	else newBuffer = function(len) {
		return new Buffer(len);
	};
	function installDestroyFn(stream, fn) {
		if (typeof stream.destroy === "function") stream._destroy = function(err, cb) {
			fn();
			if (cb != null) cb(err);
		};
		else stream.destroy = fn;
	}
	function defaultCallback(err) {
		if (err) throw err;
	}
})))();
async function readFileOfZip(zip, path, limits) {
	try {
		const archive = await (0, import_yauzl.fromBufferPromise)(zip, { strictFileNames: true });
		if (archive.entryCount > limits.entries) throw new Flaw(`it has ${archive.entryCount} entries, at most ${limits.entries} are read`);
		const entries = await entriesOf(archive, limits);
		refuseBomb(entries, zip.length, limits);
		const entry = entries.find(({ fileName }) => fileName === path);
		if (entry === void 0) throw new Flaw(`it holds no ${path}`);
		if (entry.uncompressedSize > limits.fileBytes) throw new Flaw(`its ${path} has ${entry.uncompressedSize} bytes, at most ${limits.fileBytes} are read`);
		return await contentOf(archive, entry);
	} catch (thrown) {
		if (thrown instanceof Flaw) throw thrown;
		throw new Flaw(`it is no sound zip archive: ${thrown instanceof Error ? thrown.message : "unreadable"}`);
	}
}
async function entriesOf(archive, limits) {
	const entries = [];
	const names = /* @__PURE__ */ new Set();
	for await (const entry of archive.eachEntry()) {
		const name = entry.fileName.normalize("NFC").toLowerCase();
		if (names.has(name)) throw new Flaw(`it has more than one entry ${entry.fileName}`);
		if (/\p{Cc}/u.test(name)) throw new Flaw(`the name of its entry ${entry.fileName} has control characters`);
		if (isSpecial(entry)) throw new Flaw(`its entry ${entry.fileName} is a link or another special file`);
		if (entry.isEncrypted()) throw new Flaw(`its entry ${entry.fileName} is encrypted`);
		names.add(name);
		entries.push(entry);
		if (entries.length > limits.entries) throw new Flaw(`it has more than ${limits.entries} entries`);
	}
	return entries;
}
function isSpecial({ externalFileAttributes }) {
	const [regular, folder, type] = [
		32768,
		16384,
		61440
	];
	const mode = externalFileAttributes >>> 16 & type;
	return mode !== 0 && mode !== regular && mode !== folder;
}
function refuseBomb(entries, zipBytes, limits) {
	const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
	if (total > limits.totalBytes) throw new Flaw(`its files have ${total} bytes unpacked, at most ${limits.totalBytes} are read`);
	if (total > zipBytes * limits.ratio) throw new Flaw(`its files are more than ${limits.ratio} times as large as the archive`);
}
async function contentOf(archive, entry) {
	const chunks = [];
	for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk);
	const content = Buffer.concat(chunks);
	if (crc32(content) !== entry.crc32) throw new Flaw(`the checksum of its ${entry.fileName} is wrong`);
	return content;
}
// src/foreign-report/read.ts
const mebibyte = 1048576;
const foreignZipBytes = 64 * mebibyte;
const zipLimits = {
	entries: 500,
	totalBytes: 256 * mebibyte,
	fileBytes: 64 * mebibyte,
	ratio: 200
};
const jsonLimits = {
	depth: 16,
	values: 4e6,
	stringBytes: 65536
};
const longestList = 2e4;
const mostValues = 6e5;
async function readForeignReport(zip, expected) {
	try {
		const document = parseForeignJson(await readFileOfZip(zip, "results.json", zipLimits), jsonLimits);
		refuseExcess(document);
		const parsed = parseStoredResults(document);
		if (parsed.kind === "unusable") throw new Flaw(parsed.reason);
		refuseOthers(parsed.results, expected);
		return {
			kind: "read",
			results: parsed.results
		};
	} catch (thrown) {
		if (thrown instanceof Flaw) return {
			kind: "refused",
			reason: thrown.message
		};
		throw thrown;
	}
}
function refuseExcess(document) {
	if (typeof document !== "object" || document === null) throw new Flaw("its results.json is no object");
	const { measurements, ...rest } = document;
	if (!Array.isArray(measurements)) throw new Flaw("its results.json has no list of measurements");
	const broken = measurements.findIndex((each) => !isMeasurement(each));
	if (broken !== -1) throw new Flaw(`its results.json is not valid: measurement ${broken} is none`);
	const values = countValues(rest);
	if (values > mostValues) throw new Flaw(`it has ${values} values beside its measurements, at most ${mostValues} are read`);
}
const withSamples = object({ samples: unknown() });
function isMeasurement(value) {
	const { samples } = withSamples.safeParse(value).data ?? {};
	return Array.isArray(samples) && samples.every(Number.isFinite) && measurementSchema.safeParse(value).success;
}
function countValues(value) {
	if (typeof value !== "object" || value === null) return 1;
	const items = Object.values(value);
	if (items.length > longestList) throw new Flaw(`it has a list of ${items.length} entries, at most ${longestList} are read`);
	return items.reduce((sum, item) => sum + countValues(item), 1);
}
function refuseOthers({ head, machine }, expected) {
	if (head.sha !== expected.headSha) throw new Flaw(`it reports on ${head.sha ?? "no commit"}, the run is of ${expected.headSha}`);
	const platform = `${machine.os}-${machine.arch}`;
	if (platform !== expected.platform) throw new Flaw(`it was measured on ${platform}, its name says ${expected.platform}`);
}
// src/github/report-artifacts.ts
const platforms = [
	"linux",
	"darwin",
	"win32"
].flatMap((os) => [
	"x64",
	"arm64",
	"arm",
	"ia32",
	"ppc64",
	"s390x",
	"riscv64"
].map((arch) => `${os}-${arch}`));
const kinds = ["confirmation", "report"];
const mostReports = 12;
const artifactSchema = object({
	id: int(),
	name: string(),
	size_in_bytes: number$1(),
	expired: literal(false),
	digest: string().regex(/^sha256:[0-9a-f]{64}$/),
	workflow_run: object({
		id: int(),
		repository_id: int(),
		head_repository_id: int(),
		head_sha: string()
	})
});
const readingArtifacts = {
	doing: "read artifacts",
	permission: "actions: read"
};
async function findReports(octokit, { run, repository }, prefix) {
	try {
		const ours = (await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
			owner: repository.owner,
			repo: repository.name,
			run_id: run.id,
			per_page: 100
		})).flatMap((each) => {
			const artifact = artifactSchema.safeParse(each).data;
			const origin = artifact?.workflow_run;
			const isOfRun = origin?.id === run.id && origin.repository_id === repository.id && origin.head_repository_id === run.headRepository?.id && origin.head_sha === run.headSha;
			return artifact !== void 0 && isOfRun ? [artifact] : [];
		});
		return {
			kind: "found",
			reports: platforms.flatMap((platform) => {
				return kinds.flatMap((kind) => latestOf(ours, `${prefix}-${kind}-${platform}`, run.attempt)).slice(0, 1).map(({ id, name, size_in_bytes: bytes, digest }) => {
					return {
						id,
						name,
						platform,
						bytes,
						digest
					};
				});
			}).slice(0, mostReports)
		};
	} catch (thrown) {
		return {
			kind: "unknown",
			reason: reasonOfRefusal(thrown, readingArtifacts)
		};
	}
}
function latestOf(artifacts, name, runAttempt) {
	return artifacts.map((artifact) => ({
		artifact,
		attempt: attemptOf(artifact.name, name) ?? Number.POSITIVE_INFINITY
	})).filter(({ attempt }) => attempt <= runAttempt).sort((one, other) => other.attempt - one.attempt || other.artifact.id - one.artifact.id).map(({ artifact }) => artifact).slice(0, 1);
}
const downloadTimeout = 12e4;
async function downloadReport(download) {
	const { octokit, owner, repo, report, capBytes } = download;
	const absent = (reason) => ({
		kind: "absent",
		reason
	});
	const tooLarge = (bytes) => absent(`it has ${bytes} bytes, at most ${capBytes} are read`);
	if (report.bytes > capBytes) return tooLarge(report.bytes);
	try {
		const { headers } = await octokit.rest.actions.downloadArtifact({
			owner,
			repo,
			artifact_id: report.id,
			archive_format: "zip",
			request: { redirect: "manual" }
		});
		const address = headers.location;
		if (address === void 0) return absent("GitHub does not say where it is");
		const zip = await fetchBytes(address, capBytes).catch(() => fetchBytes(address, capBytes));
		if (zip === null) return tooLarge(capBytes + 1);
		if (`sha256:${createHash("sha256").update(zip).digest("hex")}` !== report.digest) return absent("it does not have the digest that GitHub recorded for it");
		return {
			kind: "downloaded",
			zip
		};
	} catch (thrown) {
		if (statusOf(thrown) === 410) return absent("it is gone (410)");
		return absent(statusOf(thrown) === null ? `it could not be downloaded: ${messageOf(thrown)}` : reasonOfRefusal(thrown, readingArtifacts));
	}
}
async function fetchBytes(address, capBytes) {
	const response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
	if (!response.ok) throw new Error(`the store answers ${response.status}`);
	const chunks = [];
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.length;
		if (bytes > capBytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
// src/github/workflow-run.ts
const payloadSchema = object({
	action: _enum([
		"requested",
		"in_progress",
		"completed"
	]),
	repository: object({ id: int() }),
	workflow_run: object({
		id: int(),
		run_number: int(),
		run_attempt: int(),
		event: string(),
		conclusion: string().nullable(),
		head_sha: string().regex(/^[0-9a-f]{40,64}$/),
		head_branch: string().nullable(),
		head_repository: object({
			id: int(),
			owner: object({ login: string() })
		}).nullable(),
		repository: object({ id: int() })
	})
});
async function readWorkflowRun(environment) {
	const event = environment.GITHUB_EVENT_NAME ?? "";
	if (event !== "workflow_run") throw new FuelgaugeError({
		happened: `the step has \`mode: comment\`, and the workflow runs on \`${event}\``,
		expected: "a workflow that runs on `workflow_run`, once another one has measured",
		remedy: "use the two workflows of docs/forks.md, or leave `mode` out to measure here"
	});
	const variables = parse(environmentSchema, environment, "the environment");
	const payload = parse(payloadSchema, await readPayload(environment), "the payload of the workflow_run event");
	const { workflow_run: run, repository } = payload;
	if (run.repository.id !== repository.id) throw new FuelgaugeError({
		happened: `the run ${run.id} is one of repository ${run.repository.id}`,
		expected: `a run of this repository (${repository.id})`,
		remedy: "let the workflow run on `workflow_run` of a workflow in the same repository"
	});
	const [owner = "", name = ""] = variables.GITHUB_REPOSITORY.split("/");
	return {
		hasEnded: payload.action === "completed",
		run: {
			id: run.id,
			number: run.run_number,
			attempt: run.run_attempt,
			event: run.event,
			conclusion: run.conclusion,
			headSha: run.head_sha,
			headBranch: run.head_branch,
			headRepository: run.head_repository && {
				id: run.head_repository.id,
				owner: run.head_repository.owner.login
			}
		},
		repository: {
			owner,
			name,
			id: repository.id
		},
		serverUrl: variables.GITHUB_SERVER_URL,
		apiUrl: variables.GITHUB_API_URL
	};
}
async function pullRequestOfRun(octokit, { run, repository }) {
	const { headBranch, headRepository, headSha } = run;
	if (headRepository === null || headBranch === null) return {
		kind: "none",
		reason: "the repository or branch that the run is of is gone"
	};
	try {
		const { data } = await octokit.rest.pulls.list({
			owner: repository.owner,
			repo: repository.name,
			head: `${headRepository.owner}:${headBranch}`,
			state: "open",
			per_page: 100
		});
		const pull = data.find(({ head }) => head.sha === headSha && head.repo?.id === headRepository.id);
		if (pull === void 0) return {
			kind: "none",
			reason: `${headSha.slice(0, 7)} is the head of no open pull request (any more)`
		};
		return {
			kind: "found",
			number: pull.number,
			fromFork: headRepository.id !== repository.id
		};
	} catch (thrown) {
		return {
			kind: "unknown",
			reason: reasonOfRefusal(thrown, {
				doing: "look up the pull request",
				permission: "pull-requests: write"
			})
		};
	}
}
// src/report/observed.ts
const forkNotice = "**From a fork:** the figures are as its own run reported them. Nobody has checked them, and they gate nothing.";
function renderMeasuring(observed) {
	return page("⏳ **Measuring…**", "The report of this run replaces this comment when it is there.", observed);
}
function renderNoReport(observed, conclusion) {
	return page("⚪ **No report.**", `The run ended with ${inlineCode(conclusion)} and left no report. Its log says why.`, observed);
}
function renderRefused(observed, name, reason) {
	const lines = reason.split("\n").filter((line) => line.trim() !== "").slice(0, 10).map((line) => inlineCode(line, 300));
	return page("⚪ **The report cannot be shown.**", [`The artifact ${inlineCode(name)} is not used, because:`, ...lines].join("<br>\n"), observed);
}
function page(title, text, { headSha, run }) {
	const target = linkTarget(run);
	return `### ${title}\n\n${text}\n\n<sub>${target === null ? "the run" : `[the run](${target})`} of ${inlineCode(headSha.slice(0, 7))}</sub>\n`;
}
// src/action/observe.ts
async function observe(environment, inputs) {
	const context = await readWorkflowRun(environment);
	const { run, repository } = context;
	if (run.event !== "pull_request") return info(`No comment: the run is of a ${run.event} event.`);
	const octokit = await connect({
		token: inputs.token,
		apiUrl: context.apiUrl
	});
	const pull = await pullRequestOfRun(octokit, context);
	if (pull.kind === "unknown") return warning("No comment", pull.reason);
	if (pull.kind === "none") return info(`No comment: ${pull.reason}.`);
	const { artifactName: artifactPrefix, workingDirectory } = inputs;
	const observation = {
		octokit,
		context,
		conversation: {
			octokit,
			owner: repository.owner,
			repo: repository.name,
			number: pull.number,
			fromFork: false
		},
		family: {
			artifactPrefix,
			workingDirectory
		},
		stamp: {
			headSha: run.headSha,
			runNumber: run.number,
			runAttempt: run.attempt
		},
		observed: {
			headSha: run.headSha,
			run: linksOf(context).run
		},
		notice: pull.fromFork ? forkNotice : ""
	};
	const outcomes = context.hasEnded ? await tellEnd(observation, artifactPrefixOf(inputs)) : [await tellBeginning(observation)];
	for (const outcome of outcomes) tellOutcome(outcome, `See ${observation.observed.run}.`);
	setOutput("comment-url", outcomes.find((outcome) => outcome.kind !== "refused")?.url ?? "");
}
function tellBeginning({ conversation, family, stamp, observed }) {
	return announce(conversation, family, {
		stamp,
		render: (head) => `${head}\n\n${renderMeasuring(observed)}`
	});
}
async function tellEnd(observation, prefix) {
	const { octokit, context } = observation;
	const found = await findReports(octokit, context, prefix);
	if (found.kind === "unknown") return [{
		kind: "refused",
		reason: found.reason
	}];
	if (found.reports.length === 0) return tellNoReport(observation);
	const outcomes = [];
	for (const report of found.reports) outcomes.push(await tellReport(observation, report));
	return outcomes;
}
async function tellReport({ octokit, context, conversation, family, stamp, observed, notice }, report) {
	const { owner, repo } = conversation;
	const { platform, name } = report;
	const download = await downloadReport({
		octokit,
		owner,
		repo,
		report,
		capBytes: foreignZipBytes
	});
	const read = download.kind === "absent" ? {
		kind: "refused",
		reason: download.reason
	} : await readForeignReport(download.zip, {
		headSha: context.run.headSha,
		platform
	});
	const links = linksOf(context, report);
	if (read.kind === "refused") warning(`The report ${name} is not shown`, logText(read.reason, 1e3));
	return upsertComment(conversation, {
		marker: commentMarker({
			...family,
			platform
		}),
		waiting: waitingMarker(family),
		stamp,
		render: (head) => read.kind === "refused" ? `${head}\n\n${renderRefused(observed, name, read.reason)}` : renderComment(read.results, links, {
			marker: head,
			notice
		})
	});
}
function tellNoReport({ context, conversation, family, stamp, observed }) {
	const conclusion = context.run.conclusion ?? "nothing";
	info(`The run ended with ${conclusion} and left no report.`);
	const waiting = waitingMarker(family);
	const hasWorked = conclusion === "success" || conclusion === "skipped";
	const render = (head) => `${head}\n\n${renderNoReport(observed, conclusion)}`;
	return replaceAll(conversation, family, {
		stamp,
		render
	}, (marker) => !hasWorked || marker === waiting);
}
function linksOf({ serverUrl, repository, run }, report) {
	const home = `${serverUrl}/${repository.owner}/${repository.name}`;
	const page = `${home}/actions/runs/${run.id}`;
	return {
		repository: home,
		run: page,
		...report === void 0 ? {} : { artifact: `${page}/artifacts/${report.id}` }
	};
}
// src/suites/division.ts
function divideCases(cases, count, promised = targets) {
	const together = new Map(promised.flatMap(({ figure, relativeTo }) => relativeTo === void 0 ? [] : [[figure.case, relativeTo.case]]));
	const groups = [...Map.groupBy(cases, ({ id }) => together.get(id) ?? id).values()].sort((one, other) => other.length - one.length);
	if (groups.length < count) throw new FuelgaugeError({
		happened: `${count} shards are asked for, and there are ${groups.length} cases that can be apart.`,
		expected: "at least one case for each shard",
		remedy: `Use at most ${groups.length} shards, or select more cases.`
	});
	const division = Array.from({ length: count }, () => []);
	for (const [index, group] of groups.entries()) division[index % count]?.push(...group);
	return division;
}
// src/action.ts
async function runAction(environment, input) {
	const inputs = parseInputs(input);
	if (inputs.mode === "comment") return observe(environment, inputs);
	const step = await openStep(environment, inputs.mode, inputs);
	tellStep(step);
	await modes[step.mode](step).catch((thrown) => reportBroken(step, thrown));
}
const modes = {
	run,
	confirm,
	merge
};
async function run(step) {
	const config = await readStepConfig(step);
	const base = await group("Baseline", () => prepareBase(step));
	const { suites } = step.inputs;
	const imported = await readStepResults(step, config);
	const head = await group("Build", () => buildStepHead(step, {
		config,
		base: base.program,
		suites
	}));
	const measured = await group("Measuring", () => measure(step, {
		head,
		base,
		config,
		imported
	}));
	const secrets = secretsOf(config, process.env);
	const results = resultsWithoutSecrets(measured, secrets);
	await writeReport(step, results, base.history);
	tellRun(results);
	await storeBaseline(step, results, base.history, secrets);
	await publish(step, results);
}
async function measure(step, { head, base, config, imported }) {
	const { suites, confirm } = step.inputs;
	const request = {
		...commonRequest(step),
		head,
		base: base.program,
		history: base.history,
		...casesOf(step, selectCases(suites, ownCases(head, base.program))),
		config,
		imported,
		sources: await stepSources(step, config, {
			head,
			base: base.program
		}),
		secondLook: confirm === "here" ? "here" : "elsewhere"
	};
	return runSuites(request, listenerOf(step));
}
function casesOf({ inputs }, cases) {
	const { shard, confirm } = inputs;
	if (shard === null) return { cases };
	if (confirm === "second-runner") throw new FuelgaugeError({
		happened: `The shard is ${shard.index}/${shard.count}, and confirm is second-runner.`,
		expected: "shards that look again themselves",
		remedy: "Leave confirm out where shard is set."
	});
	const division = divideCases(cases, shard.count);
	const own = division[shard.index - 1] ?? [];
	return {
		cases: own,
		elsewhere: {
			shard: {
				index: shard.index,
				division: division.map((each) => each.map(({ id }) => id))
			},
			cases: cases.filter((each) => !own.includes(each))
		}
	};
}
// src/main.ts
try {
	await runAction(process.env, getInput);
} catch (thrown) {
	if (!(thrown instanceof FuelgaugeError) && thrown instanceof Error) debug(thrown.stack ?? "");
	setOutput("verdict", "failed");
	setFailed(messageOf(thrown));
}
export {};
