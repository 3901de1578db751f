import { realpathSync } from "node:fs";
import { packageFolder } from "../programs.ts";

/**
 * Flags by which Node keeps a measuring process from everything but reading this package and the bundles: no writing, no
 * programs, no `/proc` (where the environment of its parent, with its tokens, could be read).
 *
 * Source: https://nodejs.org/api/permissions.html. The flag was called experimental before 22.13 and 23.5.
 *
 * @param nodeVersion `v24.21.0`
 * @param bundles folders
 */
export function confinement(nodeVersion: string, bundles: readonly string[]): string[] {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
  const stable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  const folders = new Set([packageFolder(), ...bundles].flatMap((folder) => [folder, realpathSync(folder)]));
  return [
    stable ? "--permission" : "--experimental-permission",
    "--allow-worker",
    ...[...folders].map((folder) => `--allow-fs-read=${folder}`),
  ];
}
