import type { Artifact, Run } from "../world.ts";
import { type Answer, type Asked, idOf, notFound, ok, page, type Route, refused } from "./route.ts";

const readActions = [{ scope: "actions", level: "read" }] as const;
const writeActions = [{ scope: "actions", level: "write" }] as const;
const base = "/repos/{owner}/{repo}/actions";

export const actionsRoutes: Readonly<Record<string, Route>> = {
  [`GET ${base}/runs`]: {
    needs: readActions,
    answer: (asked) => runPage(asked, () => true),
  },
  [`GET ${base}/workflows/{workflow_id}/runs`]: {
    needs: readActions,
    answer: (asked) => {
      const workflow = asked.params.workflow_id;
      return runPage(
        asked,
        (run) => String(run.workflow.id) === workflow || run.workflow.path.endsWith(`/${workflow}`),
      );
    },
  },
  [`GET ${base}/runs/{run_id}`]: {
    needs: readActions,
    answer: (asked) => {
      const run = runsOf(asked).find(({ id }) => id === idOf(asked, "run_id"));
      return run === undefined ? notFound : ok(asked.answers.run(run));
    },
  },
  [`GET ${base}/runs/{run_id}/artifacts`]: {
    needs: readActions,
    answer: (asked) => artifactPage(asked, ({ run }) => run.id === idOf(asked, "run_id")),
  },
  [`GET ${base}/artifacts`]: {
    needs: readActions,
    answer: (asked) => artifactPage(asked, () => true),
  },
  [`GET ${base}/artifacts/{artifact_id}`]: {
    needs: readActions,
    answer: (asked) => {
      const artifact = artifactOf(asked);
      return artifact === undefined ? notFound : ok(asked.answers.artifact(artifact));
    },
  },
  [`DELETE ${base}/artifacts/{artifact_id}`]: {
    needs: writeActions,
    answer: (asked) => {
      const artifact = artifactOf(asked);
      if (artifact === undefined) return notFound;
      asked.world.artifacts.splice(asked.world.artifacts.indexOf(artifact), 1);
      return { status: 204 };
    },
  },
  [`GET ${base}/artifacts/{artifact_id}/{archive_format}`]: {
    needs: readActions,
    answer: (asked) => {
      const artifact = artifactOf(asked);
      if (artifact === undefined || asked.params.archive_format !== "zip") return notFound;
      if (artifact.expired) return refused(410, "Artifact has expired");
      return { status: 302, headers: { location: asked.signedUrl(`${artifact.name}.zip`, artifact.zip) } };
    },
  },
};

function runPage(asked: Asked, isAsked: (run: Run) => boolean): Answer {
  const { query } = asked;
  const status = query.get("status");
  const found = runsOf(asked)
    .filter(isAsked)
    .filter((run) => run.headBranch === (query.get("branch") ?? run.headBranch))
    .filter((run) => run.event === (query.get("event") ?? run.event))
    .filter((run) => run.headSha === (query.get("head_sha") ?? run.headSha))
    .filter((run) => status === null || run.status === status || run.conclusion === status)
    .toReversed();
  const { items, headers } = page(asked, found);
  return ok({ total_count: found.length, workflow_runs: items.map(asked.answers.run) }, headers);
}

function artifactPage(asked: Asked, isAsked: (artifact: Artifact) => boolean): Answer {
  const found = asked.world.artifacts
    .filter(({ run }) => run.repository === asked.repository)
    .filter(isAsked)
    .filter(({ name }) => name === (asked.query.get("name") ?? name))
    .toReversed();
  const { items, headers } = page(asked, found);
  return ok({ total_count: found.length, artifacts: items.map(asked.answers.artifact) }, headers);
}

function runsOf({ world, repository }: Asked): Run[] {
  return world.runs.filter((run) => run.repository === repository);
}

function artifactOf(asked: Asked): Artifact | undefined {
  const id = idOf(asked, "artifact_id");
  return asked.world.artifacts.find(
    (artifact) => artifact.run.repository === asked.repository && artifact.id === id,
  );
}
