import { all, element, find } from "./dom.ts";
import { drawPanel } from "./panel.ts";

/** Makes rows open: a press on a case shows its charts below, another one takes them away. */
export function openRows(): void {
  for (const button of all("button[data-row]", HTMLButtonElement))
    button.setAttribute("aria-expanded", "false");
  // one listener for thousands of rows
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.dataset.row !== undefined) void toggle(button);
    if (button?.dataset.show !== undefined) show(button.dataset.show);
  });
  narrow.addEventListener("change", () => {
    for (const cell of all(".opened > td", HTMLTableCellElement)) cell.colSpan = columns();
  });
  const changed = ".rows tbody tr:is(.worse, .better)";
  const first =
    find(`${changed}:has(circle) button[data-row]`, HTMLButtonElement) ??
    find(`${changed} button[data-row]`, HTMLButtonElement);
  if (first !== null) void toggle(first);
}

/** Opens a row and goes there, wherever it is. */
function show(row: string): void {
  const button = find(`button[data-row="${row}"]`, HTMLButtonElement);
  if (button === null) return;
  pick("", "");
  button.closest("details")?.setAttribute("open", "");
  if (button.getAttribute("aria-expanded") === "false") void toggle(button);
  button.scrollIntoView({ block: "start" });
  button.focus();
}

async function toggle(button: HTMLButtonElement): Promise<void> {
  const row = button.closest("tr");
  if (row === null) return;
  if (button.getAttribute("aria-expanded") === "true") {
    button.setAttribute("aria-expanded", "false");
    panelRow(row)?.remove();
    return;
  }
  button.setAttribute("aria-expanded", "true");
  const cell = element("td", { colspan: String(columns()) });
  row.after(element("tr", { class: "opened" }, cell));
  await drawPanel(cell, Number(button.dataset.row), row.closest("table")?.clientWidth ?? 800);
}

/** Where the style sheet leaves columns out. */
const narrow = matchMedia("(max-width: 640px)");

/** A cell across more columns than there are would make more. */
function columns(): number {
  return narrow.matches ? 3 : 6;
}

/** The row below that holds its charts. */
function panelRow(row: Element): Element | null {
  const next = row.nextElementSibling;
  return next?.classList.contains("opened") ? next : null;
}

/** What makes a place in a table: the row, and the one that holds its charts. */
interface Entry {
  readonly row: HTMLTableRowElement;
  readonly text: string;
  readonly case: string;
  readonly change: number;
}

let read: readonly Entry[] | null = null;

/** All rows, in the order of the page. Read when they are first asked for: there may be thousands. */
function entries(): readonly Entry[] {
  read ??= all(".rows > tbody > tr:not(.opened)", HTMLTableRowElement).map(entryOf);
  return read;
}

/** Makes rows pickable by what they are and by a text, and orderable. */
export function pickRows(): void {
  const input = find("#find", HTMLInputElement);
  const order = find("#order", HTMLSelectElement);
  input?.addEventListener("input", () => pick(pressedTone(), input.value));
  order?.addEventListener("change", () => sort(order.value));
  for (const button of picks()) {
    button.addEventListener("click", () => pick(button.dataset.tone ?? "", input?.value ?? ""));
  }
  find(".tools", HTMLElement)?.removeAttribute("hidden");
}

function entryOf(row: HTMLTableRowElement): Entry {
  const name = row.querySelector("th")?.textContent ?? "";
  return {
    row,
    text: name.toLowerCase(),
    case: name,
    change: Number(row.dataset.change ?? Number.NEGATIVE_INFINITY),
  };
}

function picks(): HTMLButtonElement[] {
  return all(".picks button", HTMLButtonElement);
}

function pressedTone(): string {
  return picks().find((button) => button.getAttribute("aria-pressed") === "true")?.dataset.tone ?? "";
}

/** Shows the rows of a tone, or of all, that have every word of a text in their names. */
function pick(tone: string, text: string): void {
  for (const button of picks()) button.setAttribute("aria-pressed", String(button.dataset.tone === tone));
  const input = find("#find", HTMLInputElement);
  if (input !== null && input.value !== text) input.value = text;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries()) {
    const fits =
      (tone === "" || entry.row.classList.contains(tone)) && words.every((word) => entry.text.includes(word));
    entry.row.hidden = !fits;
    panelRow(entry.row)?.toggleAttribute("hidden", !fits);
    if (fits) shown++;
  }
  const isPicked = tone !== "" || words.length > 0;
  for (const table of all(".rows", HTMLTableElement)) {
    const isEmpty = table.querySelector("tbody > tr:not([hidden])") === null;
    const folded = table.closest("details");
    if (folded === null) table.hidden = isEmpty;
    else {
      folded.hidden = isEmpty;
      folded.open = isPicked && !isEmpty;
    }
  }
  find(".none", HTMLElement)?.toggleAttribute("hidden", shown > 0);
  const found = find("#found", HTMLElement);
  if (found !== null) found.textContent = isPicked ? `${shown} of ${entries().length} rows` : "";
}

const orders: Readonly<Record<string, (one: Entry, other: Entry) => number>> = {
  case: (one, other) => (one.case < other.case ? -1 : one.case > other.case ? 1 : 0),
  change: (one, other) => other.change - one.change,
};

function sort(by: string): void {
  const compare = orders[by];
  const ordered = compare === undefined ? entries() : entries().toSorted(compare);
  for (const { row } of ordered) {
    const opened = panelRow(row);
    const body = row.parentElement;
    body?.append(row, ...(opened === null ? [] : [opened]));
  }
}
