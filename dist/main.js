import { a as info$1, c as setOutput$1, d as summary, i as group$1, o as notice$1, r as getInput, s as setFailed$1, t as debug$1, u as warning$1 } from "./core.js";
import { C as rootOfCheckout, D as resultsSchema, E as writeBaselineFolder, O as appendHistory, S as headOfCheckout, T as readBaselineFolder, _ as renderBroken, a as readConfig, c as confirmSuspects, d as exitFails, f as buildHead, g as withoutSecondLook, h as isSuspect, i as renderConsole, k as historyEntry, l as runSuites, o as bundledRuntime, p as ownCases, r as parseInputs, s as openReportFolder, v as renderComment, w as filesBesideBundle, x as baseProgram, y as renderReport } from "./inputs.js";
import { n as messageOf, t as FuelgaugeError } from "./errors.js";
import { F as object, G as _coercedNumber, H as unknown, L as record, U as url, j as int, q as prettifyError, r as selectCases, t as casesNamed, w as ZodNumber, z as string } from "./catalog.js";
import { styleText } from "node:util";
import { createHash } from "node:crypto";
import { readFile, readdir, rm, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
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
const readingArtifacts = {
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
			reason: reasonOfRefusal(thrown, readingArtifacts),
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
	if (status !== null) return reasonOfRefusal(thrown, readingArtifacts);
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
	const path = environment.GITHUB_EVENT_PATH;
	if (!path) throw notOnActions("GITHUB_EVENT_PATH is not set");
	let payload;
	try {
		payload = JSON.parse(await readFile(path, "utf8"));
	} catch (cause) {
		throw notOnActions(`the event's file ${path} cannot be read: ${messageOf(cause)}`);
	}
	return parseContext(environment, payload);
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
		remedy: "use `on: pull_request`; the report of a fork's pull request is in its job summary"
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
function info(text) {
	info$1(withoutCommands(text));
}
function debug(text) {
	debug$1(text);
}
function notice(title, text) {
	notice$1(text, { title });
}
function warning(title, text) {
	warning$1(text, { title });
}
function group(name, work) {
	return group$1(name, work);
}
function setOutput(name, value) {
	setOutput$1(name, value);
}
function setFailed(text) {
	setFailed$1(text);
}
async function writeSummary$1(markdown) {
	const bytes = Buffer.byteLength(markdown);
	if (bytes > 1048576) return {
		kind: "refused",
		reason: `the summary has ${bytes} bytes, GitHub takes ${summaryLimitBytes}`
	};
	try {
		await summary.addRaw(markdown, true).write();
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
async function storeBaseline(step, results, history) {
	const { context, inputs, work, artifactPrefix } = step;
	const branch = inputs.baselineBranch ?? context.repository.defaultBranch;
	if (!storesBaseline(context.trigger, branch)) return;
	const checkedOut = await headOfCheckout(step.project);
	if (checkedOut !== null && checkedOut !== context.sha) {
		warning("No baseline stored", `The checkout is at ${checkedOut}, the run is of ${context.sha}: a baseline must be what its commit holds.`);
		return;
	}
	const folder = join(work, "head");
	await writeBaselineFolder(folder, results, appendHistory(history, historyEntry(results)));
	const stored = await uploadBaseline(step, baselineArtifactName({
		prefix: artifactPrefix,
		os: process.platform,
		arch: process.arch
	}), folder);
	if (stored.kind === "uploaded") info(`Stored the baseline ${stored.name}.`);
}
async function uploadBaseline(step, name, root, capBytes = artifactCapBytes) {
	const whole = await uploadFiles(step, {
		name,
		root,
		files: await filesIn(root),
		capBytes
	});
	if (whole.kind !== "too-large") return told(name, whole);
	warning("Baseline without its bundle", `With its bundle it has ${whole.bytes} bytes, at most ${whole.cap} are uploaded. Its exact figures can be compared without it.`);
	return told(name, await uploadFiles(step, {
		name,
		root,
		files: filesBesideBundle.map((file) => join(root, file)),
		capBytes
	}));
}
async function uploadReport(step) {
	const links = runLinks(step);
	const uploaded = await upload(step, reportName(step, step.inputs.mode), step.report.path);
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
	if ((await filesIn(step.report.path)).length > 0) await upload(step, reportName(step, step.inputs.mode), step.report.path);
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
function reportName({ artifactPrefix, platform }, mode) {
	return `${artifactPrefix}-${{
		run: "report",
		confirm: "confirmation"
	}[mode]}-${platform}`;
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
function commentMarker(parts) {
	const folder = posix.join(parts.workingDirectory.replaceAll("\\", "/"), ".").replace(/(?<=.)\/$/, "");
	return `<!-- fuelgauge ${[
		parts.artifactPrefix,
		folder,
		parts.platform
	].map(markerPart).join(" ")} -->`;
}
async function upsertComment(comment) {
	const { octokit, owner, repo, number, body } = comment;
	try {
		const earlier = await findOwnComment(comment);
		if (earlier === null) {
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
		}
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
	} catch (thrown) {
		return {
			kind: "refused",
			reason: reasonOfRefusedComment(thrown, comment.fromFork)
		};
	}
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
async function findOwnComment(comment) {
	const { octokit, owner, repo, number, marker } = comment;
	const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
		owner,
		repo,
		issue_number: number,
		per_page: 100
	});
	let byPerson = null;
	for await (const { data } of pages) {
		const marked = data.filter((candidate) => candidate.body?.startsWith(marker));
		const byBot = marked.find((candidate) => candidate.user?.type === "Bot");
		if (byBot !== void 0) return byBot;
		byPerson ??= marked.find(isByTrustedPerson) ?? null;
	}
	return byPerson;
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
// src/action/comment.ts
async function writeComment(step, render) {
	const { inputs, context, octokit, platform } = step;
	const { owner, name: repo } = context.repository;
	const pull = await pullRequestToComment(step);
	if (pull === null) return null;
	const { artifactName: artifactPrefix, workingDirectory } = inputs;
	const marker = commentMarker({
		artifactPrefix,
		workingDirectory,
		platform
	});
	const outcome = await upsertComment({
		octokit,
		owner,
		repo,
		...pull,
		marker,
		body: render(marker)
	});
	if (outcome.kind === "refused") warning("No comment", `${outcome.reason}. The job summary holds the same report.`);
	else info(`Comment ${outcome.kind}: ${outcome.url}`);
	return outcome;
}
async function pullRequestToComment({ inputs, context, octokit }) {
	const { trigger, repository, sha } = context;
	if (inputs.comment === "never") return null;
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
		const text = renderBroken(messageOf(thrown), runLinks(step));
		await writeSummary$1(text);
		await writeComment(step, (marker) => `${marker}\n${text}`);
		await uploadRemains(step);
	} catch (telling) {
		warning("Broken twice", messageOf(telling));
	}
	throw thrown;
}
// src/action/step.ts
async function openStep(environment, inputs) {
	const context = await readContext(environment);
	const project = await findProject(environment.GITHUB_WORKSPACE ?? ".", inputs.workingDirectory);
	const work = resolve(environment.RUNNER_TEMP ?? ".", `fuelgauge-${context.runId}-${process.pid}`);
	return {
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
	refuseOthers(step, results, found.name);
	return results;
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
function refuseOthers({ context }, { head, plan }, artifact) {
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
// src/action/measuring.ts
async function readStepConfig({ inputs, project }) {
	const { config, path } = await readConfig(project, inputs.config);
	if (path !== null) info(`Configuration: ${path}`);
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
async function buildStepHead({ inputs, work, project }, { config, base, suites }) {
	return buildHead({
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
// src/action/report.ts
async function writeReport(step, results) {
	await group("Report", () => logReport(results));
	await step.report.finish(results, renderReport(results, runLinks(step)));
}
async function publish(step, results) {
	const links = await uploadReport(step);
	await writeSummary(results, links);
	setOutputs(step, results, links, await writeComment(step, (marker) => renderComment(results, links, { marker })));
	conclude(step, results);
}
async function logReport(results) {
	info(renderConsole(results, (style, text) => styleText(style, text, { validateStream: false })));
}
async function writeSummary(results, links) {
	const written = await writeSummary$1(renderReport(results, links));
	if (written.kind === "refused") warning("No job summary", written.reason);
}
function setOutputs({ report }, results, links, comment) {
	const { base, comparisons } = results;
	const gating = comparisons.filter((row) => row.gating);
	setOutput("verdict", results.verdict);
	setOutput("regressions", gating.filter(({ verdict }) => verdict === "regressed").length);
	setOutput("suspected", comparisons.filter(isSuspect).length);
	setOutput("improvements", gating.filter(({ verdict }) => verdict === "improved").length);
	setOutput("cases", results.cases.filter(({ control }) => !control).length);
	setOutput("report-json", report.resultsPath);
	setOutput("report-markdown", report.markdownPath);
	setOutput("artifact-id", links.artifactId ?? "");
	setOutput("artifact-url", links.artifact ?? "");
	setOutput("baseline-sha", base.kind !== "absent" && base.sha || "");
	setOutput("baseline-run-id", base.kind !== "absent" && base.runId || "");
	setOutput("comment-url", comment !== null && comment.kind !== "refused" ? comment.url : "");
}
function conclude({ inputs }, results) {
	if (exitFails(results, inputs.failOn)) setFailed(`Fuelgauge: ${results.verdict}. The job summary says what and by how much.`);
}
// src/action/confirm.ts
async function confirm(step) {
	const config = await readStepConfig(step);
	const results = await lookAgain(step, await group("First job", () => readFirstReport(step)), config);
	await writeReport(step, results);
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
// src/action.ts
async function runAction(environment, input) {
	const step = await openStep(environment, parseInputs(input));
	await modes[step.inputs.mode](step).catch((thrown) => reportBroken(step, thrown));
}
const modes = {
	run,
	confirm
};
async function run(step) {
	const config = await readStepConfig(step);
	const base = await group("Baseline", () => prepareBase(step));
	const { suites } = step.inputs;
	const head = await group("Build", () => buildStepHead(step, {
		config,
		base: base.program,
		suites
	}));
	const results = await group("Measuring", () => measure(step, {
		head,
		base,
		config
	}));
	await writeReport(step, results);
	await storeBaseline(step, results, base.history);
	await publish(step, results);
}
async function measure(step, { head, base, config }) {
	const { suites, confirm } = step.inputs;
	const request = {
		...commonRequest(step),
		head,
		base: base.program,
		history: base.history,
		cases: selectCases(suites, ownCases(head, base.program)),
		config,
		secondLook: confirm === "here" ? "here" : "elsewhere"
	};
	return runSuites(request, listenerOf(step));
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
