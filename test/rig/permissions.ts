import type { User } from "./world.ts";

export const scopes = ["actions", "checks", "contents", "issues", "pull-requests"] as const;
export type Scope = (typeof scopes)[number];

/** The `permissions:` of a job; what is not named is `none`. */
export type Permissions = { readonly [scope in Scope]?: "read" | "write" | "none" };

/** One permission that a request may need. */
export interface Need {
  readonly scope: Scope;
  readonly level: "read" | "write";
}

export interface Token {
  readonly permissions: Permissions;
  readonly user: User;
}

/** Whether one of the needs is met; no need at all is always met. */
export function permits(token: Token, needs: readonly Need[]): boolean {
  return needs.length === 0 || needs.some((need) => meets(token.permissions[need.scope], need.level));
}

function meets(granted: Permissions[Scope], level: Need["level"]): boolean {
  return granted === "write" || (granted === "read" && level === "read");
}

/** The value of `x-accepted-github-permissions`: `issues=write; pull_requests=write`. */
export function acceptedPermissions(needs: readonly Need[]): string {
  return needs.map(({ scope, level }) => `${scope.replace("-", "_")}=${level}`).join("; ");
}

/** What is left for a pull request from a fork, whatever the workflow says. */
export function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope, level === "write" ? "read" : level]),
  );
}
