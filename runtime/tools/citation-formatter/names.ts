import { Markup } from "./markup";
import { Name, Work } from "./record";

/** Given names: whole, or as initials with spaces between them, or without. */
export const enum Given {
  Whole,
  Spaced,
  Tight,
}

/** `Family, Given`. */
export function inverted(name: Name, given: Given, markup: Markup): string {
  const first = givenText(name.given, given);
  return markup.text(name.isOrganization || first == "" ? name.family : name.family + ", " + first);
}

/** `Given Family`. */
export function direct(name: Name, given: Given, markup: Markup): string {
  const first = givenText(name.given, given);
  return markup.text(name.isOrganization || first == "" ? name.family : first + " " + name.family);
}

function givenText(given: string, style: Given): string {
  if (style == Given.Whole) return given;
  const words = given.split(" ");
  let text = "";
  for (let at = 0; at < words.length; at++) {
    const initials = initialsOf(words[at]);
    if (initials == "") continue;
    text += text == "" || style == Given.Tight ? initials : " " + initials;
  }
  return text;
}

/** `J.-P.` of `Jean-Paul`; `J.R.R.` stays. */
function initialsOf(word: string): string {
  const parts = word.split("-");
  let text = "";
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part.length == 0) continue;
    const initial = part.includes(".") ? part : String.fromCodePoint(part.codePointAt(0)) + ".";
    text += text == "" ? initial : "-" + initial;
  }
  return text;
}

/** Names in a row. @param pair between two. @param last before the last of more than two */
export function listed(names: string[], pair: string, last: string): string {
  const count = names.length;
  if (count == 0) return "";
  if (count == 1) return names[0];
  if (count == 2) return names[0] + pair + names[1];
  return names.slice(0, count - 1).join(", ") + last + names[count - 1];
}

export function allInverted(names: Name[], given: Given, markup: Markup): string[] {
  const texts: string[] = [];
  for (let at = 0; at < names.length; at++) texts.push(inverted(names[at], given, markup));
  return texts;
}

export function allDirect(names: Name[], given: Given, markup: Markup): string[] {
  const texts: string[] = [];
  for (let at = 0; at < names.length; at++) texts.push(direct(names[at], given, markup));
  return texts;
}

/** The first one with the family name first, as in a list by names; the others as they are spoken. */
export function firstInverted(names: Name[], given: Given, markup: Markup): string[] {
  const texts = allDirect(names, given, markup);
  if (names.length > 0) texts[0] = inverted(names[0], given, markup);
  return texts;
}

/** Who is named in the text, by family names; empty where nobody is. @param most of more, only the first and `et al.` */
export function mention(work: Work, most: i32, pair: string, last: string): string {
  const names = work.first;
  const markup = work.markup;
  if (names.length > most) return markup.text(names[0].family) + " et al.";
  const families: string[] = [];
  for (let at = 0; at < names.length; at++) families.push(markup.text(names[at].family));
  return listed(families, pair, last);
}
