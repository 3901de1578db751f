import { resolve } from "node:path";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import type { Manifest } from "../model/manifest.ts";
import { arms } from "../model/measurement.ts";
import type { Case } from "../suites/case.ts";
import type { ArmFolder } from "./job.ts";

/** A program that takes part: a verified bundle, and the role it plays. */
export interface Contestant extends ArmFolder {
  readonly manifest: Manifest;
}

/** Whose host code runs the modules. */
export type Host = "bundle" | "fuelgauge";

/** The bundle's, unless the case says otherwise, or arms share the process. */
export function hostOf({ isolation, host }: Case): Host {
  return isolation === "turns" ? "fuelgauge" : (host ?? "bundle");
}

/** Whether a bundle holds what a case needs, and host code that this Fuelgauge can speak to. */
export function hasCase(program: { manifest: Manifest }, each: Case): boolean {
  const speaks = hostOf(each) === "fuelgauge" || program.manifest.runtime?.interface === interfaceVersion;
  return speaks && hasGuests(program, each);
}

/** Whether a bundle holds what a case needs, whatever its host code is. */
export function hasGuests({ manifest }: { manifest: Manifest }, { id, guests, ownedBy }: Case): boolean {
  const owned = manifest.project?.cases.some((each) => each.id === id) ?? false;
  return (ownedBy === undefined || owned) && guests.every((guest) => Object.hasOwn(manifest.guests, guest));
}

/** Head, then the others. */
export function headFirst(contestants: readonly Contestant[]): Contestant[] {
  return [
    ...contestants.filter(({ arm }) => arm === "head"),
    ...contestants.filter(({ arm }) => arm !== "head"),
  ];
}

/** One bundle in the place of all arms. */
export function threefold({ folder }: Contestant): ArmFolder[] {
  return arms.map((arm) => ({ arm, folder: resolve(folder) }));
}

/** For a measuring process, which may be in another working directory. */
export function folderOf({ arm, folder }: Contestant): ArmFolder {
  return { arm, folder: resolve(folder) };
}
