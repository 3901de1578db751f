/**
 * The format of `GITHUB_OUTPUT`, `GITHUB_ENV` and `GITHUB_STATE`: lines `name=value`, or `name<<DELIMITER`, the lines of
 * the value, and `DELIMITER` on a line of its own.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc > 0 && (equals === -1 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
      const end = lines.indexOf(delimiter, index + 1);
      if (delimiter === "" || end === -1) throw new Error(`no line "${delimiter}" closes "${line}"`);
      values[line.slice(0, heredoc)] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else if (equals > 0) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      throw new Error(`"${line}" is neither name=value nor name<<DELIMITER`);
    }
  }
  return values;
}
