/** The Robots Exclusion Protocol (RFC 9309), with `Sitemap` and `Crawl-delay`, which it does not have. */

class Rule {
  constructor(
    readonly allows: bool,
    readonly pattern: string,
  ) {}
}

export class Robots {
  private rules: Rule[] = [];
  readonly sitemaps: string[] = [];
  /** Milliseconds between requests. */
  delayMs: f64 = 0;

  /** What a file says to an agent: its own groups, or else those of everybody. @param agent in lower case */
  static read(text: string, agent: string): Robots {
    const own = new Robots();
    const general = new Robots();
    let isOwnKnown = false;
    let forOwn = false;
    let forAll = false;
    let inAgents = false;
    const lines = text.split("\n");
    for (let at = 0; at < lines.length; at++) {
      const hash = lines[at].indexOf("#");
      const line = (hash < 0 ? lines[at] : lines[at].substring(0, hash)).trim();
      const colon = line.indexOf(":");
      if (colon < 0) continue;
      const name = line.substring(0, colon).trim().toLowerCase();
      const value = line.substring(colon + 1).trim();
      if (name == "sitemap") {
        own.sitemaps.push(value);
        general.sitemaps.push(value);
        continue;
      }
      if (name == "user-agent") {
        if (!inAgents) {
          forOwn = false;
          forAll = false;
        }
        inAgents = true;
        if (value == "*") forAll = true;
        else if (agent.startsWith(value.toLowerCase())) {
          forOwn = true;
          isOwnKnown = true;
        }
        continue;
      }
      inAgents = false;
      if (forOwn) own.take(name, value);
      if (forAll) general.take(name, value);
    }
    return isOwnKnown ? own : general;
  }

  /** For when a file is there and cannot be had: nothing may be asked for. */
  static closed(): Robots {
    const robots = new Robots();
    robots.rules.push(new Rule(false, "/"));
    return robots;
  }

  private take(name: string, value: string): void {
    if ((name == "allow" || name == "disallow") && value != "") this.rules.push(new Rule(name == "allow", value));
    if (name == "crawl-delay") {
      const seconds = parseFloat(value);
      if (seconds > 0) this.delayMs = seconds * 1000;
    }
  }

  /** Whether a path may be asked for: the longest rule that fits counts, and of equal ones the one that allows. */
  allows(path: string): bool {
    let allowed = true;
    let length = -1;
    for (let at = 0; at < this.rules.length; at++) {
      const rule = this.rules[at];
      if (!fits(rule.pattern, path)) continue;
      const size = rule.pattern.length;
      if (size > length || (size == length && rule.allows)) {
        allowed = rule.allows;
        length = size;
      }
    }
    return allowed;
  }
}

/** Whether a path begins with a pattern, in which `*` is anything and a `$` at the end the path's end. */
function fits(pattern: string, path: string): bool {
  const toEnd = pattern.endsWith("$");
  const parts = (toEnd ? pattern.substring(0, pattern.length - 1) : pattern).split("*");
  if (!path.startsWith(parts[0])) return false;
  let at = parts[0].length;
  for (let index = 1; index < parts.length; index++) {
    const isLast = index == parts.length - 1;
    if (isLast && toEnd) return path.length - parts[index].length >= at && path.endsWith(parts[index]);
    // AssemblyScript finds the empty text at 0, wherever the search begins
    if (parts[index] == "") continue;
    const found = path.indexOf(parts[index], at);
    if (found < 0) return false;
    at = found + parts[index].length;
  }
  return !toEnd || at == path.length;
}
