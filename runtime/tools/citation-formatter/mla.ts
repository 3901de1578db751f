import { shortBritish } from "./dates";
import { allDirect, direct, Given, inverted, listed, mention } from "./names";
import { around, ended, joined } from "./phrase";
import { Name, Work } from "./record";

/** MLA Handbook, 9th edition. */
export function mla(work: Work): string {
  const accessed = work.type == "website" ? around("Accessed ", shortBritish(work.accessed), ".") : "";
  return joined([ended(creators(work)), title(work, "."), ended(joined(source(work), ", ")), accessed], " ");
}

export function mlaMention(work: Work): string {
  const names = mention(work, 2, " and ", ", and ");
  return "(" + (names == "" ? title(work, "") : names) + ")";
}

/** In quotes, with what follows in them, when it is a part of something. @param stop a full stop, or nothing */
function title(work: Work, stop: string): string {
  const isQuoted = work.isPart || work.type == "website";
  const text = stop == "" ? work.title : ended(work.title);
  if (isQuoted) return "\u201c" + text + "\u201d";
  return stop == "" ? work.markup.italic(work.title) : ended(work.markup.italic(work.title));
}

function creators(work: Work): string {
  const names = work.first;
  if (names.length == 0) return "";
  const text = several(names, work);
  if (!work.hasEditorsFirst) return text;
  return text + (names.length == 1 ? ", editor" : ", editors");
}

function several(names: Name[], work: Work): string {
  const first = inverted(names[0], Given.Whole, work.markup);
  if (names.length == 1) return first;
  return names.length > 2 ? first + ", et al." : first + ", and " + direct(names[1], Given.Whole, work.markup);
}

function editors(work: Work): string {
  const names = allDirect(work.editors, Given.Whole, work.markup);
  if (names.length == 0 || work.hasEditorsFirst) return "";
  return "edited by " + (names.length > 2 ? names[0] + " et al." : listed(names, " and ", ""));
}

/** What MLA calls the container, from its title to where it is. */
function source(work: Work): string[] {
  const container = work.markup.italic(work.container);
  const year = work.date.known ? work.date.yearText : "";
  const volume = around("vol. ", work.volume, "");
  const link = linkText(work);
  if (work.type == "article") {
    return [container, volume, around("no. ", work.issue, ""), year, work.pagesText, link];
  }
  if (work.type == "chapter") {
    return [container, editors(work), work.editionText("ed."), volume, work.publisher, year, work.pagesText, link];
  }
  if (work.type == "website") return [container, work.publisher, shortBritish(work.date), link];
  if (work.type == "book") return [editors(work), work.editionText("ed."), volume, work.publisher, year, link];
  const kind = work.thesis == "doctoral" ? "PhD dissertation" : work.thesis == "master" ? "Master\u2019s thesis" : "Bachelor\u2019s thesis";
  return [joined([ended(year), work.publisher], " "), kind, link];
}

/** Addresses stand without their protocol, but for a DOI. */
function linkText(work: Work): string {
  const link = work.link;
  if (work.doi != "") return link;
  const at = link.indexOf("://");
  return at < 0 ? link : link.substring(at + 3);
}
