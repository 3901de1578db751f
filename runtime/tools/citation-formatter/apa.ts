import { american, monthDay } from "./dates";
import { allDirect, allInverted, Given, listed, mention } from "./names";
import { around, continued, ended, joined } from "./phrase";
import { Work } from "./record";

/** Publication Manual of the American Psychological Association, 7th edition. */
export function apa(work: Work): string {
  const who = ended(creators(work));
  const date = "(" + dateText(work) + ").";
  const title = ended(titleText(work));
  const beginning = who == "" ? [title, date] : [who, date, title];
  return joined(beginning.concat([ended(source(work)), link(work)]), " ");
}

export function apaMention(work: Work): string {
  const names = mention(work, 2, " & ", ", & ");
  const title = work.isPart ? "\u201c" + continued(work.title) + "\u201d" : work.mainTitle + ",";
  return "(" + (names == "" ? title : names + ",") + " " + yearText(work) + ")";
}

function creators(work: Work): string {
  const names = allInverted(work.first, Given.Spaced, work.markup);
  const text =
    names.length > 20
      ? names.slice(0, 19).join(", ") + ", . . . " + names[names.length - 1]
      : listed(names, ", & ", ", & ");
  if (!work.hasEditorsFirst) return text;
  return text + (names.length == 1 ? " (Ed.)" : " (Eds.)");
}

function yearText(work: Work): string {
  if (work.date.known) return work.date.yearText + work.suffix;
  return work.suffix == "" ? "n.d." : "n.d.-" + work.suffix;
}

function dateText(work: Work): string {
  const exact = work.type == "website" && work.date.known ? monthDay(work.date) : "";
  return exact == "" ? yearText(work) : yearText(work) + ", " + exact;
}

function titleText(work: Work): string {
  const title = work.mainTitle;
  if (work.type == "book") return joined([title, around("(", joined([work.editionText("ed."), volume(work)], ", "), ")")], " ");
  if (work.type != "thesis") return title;
  const kind = work.thesis == "doctoral" ? "Doctoral dissertation" : work.thesis == "master" ? "Master\u2019s thesis" : "Bachelor\u2019s thesis";
  return title + " [" + joined([kind, work.publisher], ", ") + "]";
}

function volume(work: Work): string {
  return around("Vol. ", work.volume, "");
}

function source(work: Work): string {
  if (work.type == "article") {
    const issue = work.markup.italic(work.volume) + around("(", work.issue, ")");
    return joined([work.markup.italic(work.container), issue, work.pages], ", ");
  }
  if (work.type == "chapter") return joined([ended(book(work)), work.publisher], " ");
  if (work.type == "website") return isAuthor(work, work.container) ? "" : work.container;
  return work.type == "book" && !isAuthor(work, work.publisher) ? work.publisher : "";
}

/** A site or publisher that is its own author is not repeated. */
function isAuthor(work: Work, name: string): bool {
  return work.authors.length == 1 && work.markup.text(work.authors[0].family) == name;
}

function book(work: Work): string {
  const names = listed(allDirect(work.editors, Given.Spaced, work.markup), " & ", ", & ");
  const editors = around("", names, work.editors.length == 1 ? " (Ed.)" : " (Eds.)");
  const place = joined([work.editionText("ed."), volume(work), work.pagesText], ", ");
  const title = joined([work.markup.italic(work.container), around("(", place, ")")], " ");
  return around("In ", joined([editors, title], ", "), "");
}

function link(work: Work): string {
  const changing = work.type == "website" && !work.date.known && work.accessed.known && work.url != "";
  return changing ? "Retrieved " + american(work.accessed) + ", from " + work.url : work.link;
}
