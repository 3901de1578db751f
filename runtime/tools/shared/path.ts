/** The folder that a path lies in; `/` of a path with nothing above it. */
export function folderOf(path: string): string {
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) == 0x2f) end--;
  while (end > 0 && path.charCodeAt(end - 1) != 0x2f) end--;
  while (end > 1 && path.charCodeAt(end - 1) == 0x2f) end--;
  return path.substring(0, end);
}

/** The path of an entry of a folder. */
export function inFolder(folder: string, name: string): string {
  if (folder.length == 0) return name;
  return folder.endsWith("/") ? folder + name : folder + "/" + name;
}
