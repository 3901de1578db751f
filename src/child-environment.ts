/**
 * The variables that a process needs to find programs, temporary folders and its language. Everything else stays
 * behind: what runs in such a process may come from an untrusted pull request, so it must not see a token
 * (`GITHUB_TOKEN`, `ACTIONS_RUNTIME_TOKEN`, `INPUT_*`), not be able to write to the workflow (`GITHUB_ENV`,
 * `GITHUB_OUTPUT`, `GITHUB_PATH`), and not run differently from one run to the next (`NODE_OPTIONS`).
 */
const allowed = new Set([
  "PATH",
  "HOME",
  "TMPDIR",
  "TMP",
  "TEMP",
  "TZ",
  "LANG",
  "LANGUAGE",
  "LC_ALL",
  "LC_COLLATE",
  "LC_CTYPE",
  "LC_MESSAGES",
  "LC_MONETARY",
  "LC_NUMERIC",
  "LC_TIME",
  // Windows cannot start programs or open sockets without these.
  "SYSTEMROOT",
  "SYSTEMDRIVE",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "APPDATA",
  "LOCALAPPDATA",
]);

/** The part of an environment that a process running other people's code may see. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Windows writes some names in mixed case (`Path`, `SystemRoot`).
  return Object.fromEntries(Object.entries(env).filter(([name]) => allowed.has(name.toUpperCase())));
}
