/** What an action showed on the run's page. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

/** A folded part of the log. */
export interface LogGroup {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface WorkflowCommands {
  readonly annotations: readonly Annotation[];
  readonly groups: readonly LogGroup[];
  /** Texts that the runner hides from now on. */
  readonly masks: readonly string[];
  readonly debug: readonly string[];
  /** Commands that GitHub has retired or that never existed. */
  readonly unknown: readonly string[];
}

/**
 * The workflow commands in a log: `::name key=value,key=value::message`, until `::stop-commands::token` and again from
 * `::token::`. Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function parseWorkflowCommands(log: string): WorkflowCommands {
  const annotations: Annotation[] = [];
  const groups: { title: string; lines: string[] }[] = [];
  const masks: string[] = [];
  const debug: string[] = [];
  const unknown: string[] = [];
  let openGroup: { title: string; lines: string[] } | undefined;
  let resumeToken: string | undefined;

  for (const line of log.split(/\r?\n/)) {
    const command = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line);
    if (command === null || (resumeToken !== undefined && command[1] !== resumeToken)) {
      openGroup?.lines.push(line);
      continue;
    }
    const name = command[1] ?? "";
    const message = unescapeMessage(command[3] ?? "");
    if (name === resumeToken) {
      resumeToken = undefined;
      continue;
    }
    switch (name) {
      case "error":
      case "warning":
      case "notice":
        annotations.push({ level: name, message, ...placeOf(command[2] ?? "") });
        break;
      case "group":
        openGroup = { title: message, lines: [] };
        groups.push(openGroup);
        break;
      case "endgroup":
        openGroup = undefined;
        break;
      case "add-mask":
        masks.push(message);
        break;
      case "debug":
        debug.push(message);
        break;
      case "stop-commands":
        resumeToken = message;
        break;
      case "echo":
      case "add-matcher":
      case "remove-matcher":
        break;
      default:
        unknown.push(line);
    }
  }
  return { annotations, groups, masks, debug, unknown };
}

function placeOf(properties: string): Pick<Annotation, "title" | "file" | "line"> {
  const pairs = properties.split(",").map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals).trim(), unescapeProperty(pair.slice(equals + 1))];
  });
  const { title, file, line } = Object.fromEntries(pairs);
  return {
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

function unescapeMessage(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapeProperty(text: string): string {
  return unescapeMessage(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
}
