import { type Expression, type List, readExpressions } from "./expression.ts";

const headerParts = new Set(["export", "import", "type", "param", "result", "local"]);

/** Lists that belong to the instruction before them and are no operand. */
const immediates = new Set(["type", "param", "result", "ref"]);

/**
 * Writes the function bodies of a module without nesting. The assembler knows the instructions of legacy exception handling only in this
 * form, `try … catch 0 … end`, and not as `(try (do …) (catch 0 …))`.
 */
export function unfoldTry(module: string): string {
  if (!/\(try[\s)]/.test(module)) return module;
  const source = Buffer.from(module);
  const verbatim = ({ start, end }: Expression) => source.subarray(start, end).toString("utf8");

  const field = (form: Expression): string => {
    if (form.kind !== "list" || head(form) !== "func") return verbatim(form);
    const body = form.items.findIndex(
      (item, index) => index > 0 && !isName(item) && !(item.kind === "list" && headerParts.has(head(item))),
    );
    if (body < 0) return verbatim(form);
    return `(${form.items.slice(0, body).map(verbatim).join(" ")} ${flat(form.items.slice(body))})`;
  };

  const flat = (items: readonly Expression[]): string =>
    items.map((item) => (isOperand(item) ? instruction(item) : verbatim(item))).join("\n");

  const instruction = (form: List): string => {
    const [, ...rest] = form.items;
    const name = head(form);
    switch (name) {
      case "block":
      case "loop":
      case "if":
      case "try": {
        const split = rest.findIndex((item) => !isName(item) && !isBlockType(item));
        const header = [name, ...(split < 0 ? rest : rest.slice(0, split)).map(verbatim)].join(" ");
        const body = split < 0 ? [] : rest.slice(split);
        if (name === "if") return conditional(header, body);
        return name === "try" ? attempt(header, body) : `${header} ${flat(body)} end`;
      }
      default:
        return `${flat(rest.filter(isOperand))} ${[name, ...rest.filter((item) => !isOperand(item)).map(verbatim)].join(" ")}`;
    }
  };

  const conditional = (header: string, body: readonly Expression[]): string => {
    const isArm = (item: Expression) => head(item) === "then" || head(item) === "else";
    const arms = body.filter(isArm).map((arm) => flat(arm.kind === "list" ? arm.items.slice(1) : []));
    return `${flat(body.filter((item) => !isArm(item)))} ${header} ${arms.join(" else ")} end`;
  };

  const attempt = (header: string, body: readonly Expression[]): string => {
    const parts = body.map((part) => {
      const items = part.kind === "list" ? part.items.slice(1) : [];
      if (head(part) === "catch") return `catch ${items.slice(0, 1).map(verbatim)} ${flat(items.slice(1))}`;
      if (head(part) === "delegate") return `delegate ${items.map(verbatim)}`;
      return `${head(part) === "do" ? "" : head(part)} ${flat(items)}`;
    });
    const closed = body.some((part) => head(part) === "delegate");
    return `${header} ${parts.join(" ")} ${closed ? "" : "end"}`;
  };

  const fields = readExpressions(source).items.flatMap((form) =>
    form.kind === "list" ? form.items.slice(1) : [],
  );
  return `(module ${fields.map(field).join("\n")})`;
}

function head(form: Expression): string {
  const first = form.kind === "list" ? form.items[0] : undefined;
  return first?.kind === "atom" ? first.text : "";
}

function isName(form: Expression): boolean {
  return form.kind === "atom" && form.text.startsWith("$");
}

function isBlockType(form: Expression): boolean {
  return form.kind === "list" && immediates.has(head(form));
}

function isOperand(form: Expression): form is List {
  return form.kind === "list" && !immediates.has(head(form));
}
