/** A path of the contract, such as `/repos/{owner}/{repo}/commits/{ref}`. */
export interface PathTemplate {
  readonly template: string;
  /** Names of the parameters that may hold slashes. */
  readonly multiSegment: readonly string[];
}

/** The parameters that make the template equal to the path (percent-decoded), or undefined when nothing does. */
export function matchPath(
  { template, multiSegment }: PathTemplate,
  path: string,
): Readonly<Record<string, string>> | undefined {
  const names: string[] = [];
  const pattern = template.replaceAll(/\{(\w+)\}|[^{}]+/g, (text, name: string | undefined) => {
    if (name === undefined) return text.replaceAll(".", "\\.");
    names.push(name);
    return multiSegment.includes(name) ? "(.+)" : "([^/]+)";
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (found === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
}

/** More fixed text comes first, so that `/commits/{sha}/pulls` wins over `/commits/{ref}`. */
export function bySpecificity(a: PathTemplate, b: PathTemplate): number {
  return fixedLength(b) - fixedLength(a);
}

function fixedLength({ template }: PathTemplate): number {
  return template.replaceAll(/\{\w+\}/g, "").length;
}
