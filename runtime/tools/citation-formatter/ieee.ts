import { shortAmerican } from "./dates";
import { allDirect, Given, listed } from "./names";
import { around, continued, ended, joined } from "./phrase";
import { Work } from "./record";

/** IEEE Reference Guide. Works have numbers, in the order in which they are listed. */
export function ieee(work: Work): string {
  const isQuoted = work.type != "book";
  const who = around("", creators(work), ",");
  const title = isQuoted ? "\u201c" + continued(work.title) + "\u201d" : "";
  const link = linkText(work);
  const whole = joined([who, title, source(work)], " ");
  if (work.doi != "") return ieeeMention(work) + " " + ended(joined([whole, link], ", "));
  // an address is not followed by a full stop, which could be taken for a part of it
  return joined([ieeeMention(work), ended(whole), link], " ");
}

export function ieeeMention(work: Work): string {
  return "[" + work.number.toString() + "]";
}

function creators(work: Work): string {
  const names = allDirect(work.first, Given.Spaced, work.markup);
  const text = names.length > 6 ? names[0] + " et al." : listed(names, " and ", ", and ");
  if (!work.hasEditorsFirst) return text;
  return text + (names.length == 1 ? ", Ed." : ", Eds.");
}

function editors(work: Work): string {
  const names = listed(allDirect(work.editors, Given.Spaced, work.markup), " and ", ", and ");
  return around("", names, work.editors.length == 1 ? ", Ed." : ", Eds.");
}

function source(work: Work): string {
  const container = work.markup.italic(work.container);
  const volume = around("vol. ", work.volume, "");
  const date = shortAmerican(work.date);
  const year = work.date.known ? work.date.yearText : "";
  const made = joined([joined([work.place, work.publisher], ": "), year], ", ");
  if (work.type == "article") {
    return joined([container, volume, around("no. ", work.issue, ""), work.pagesText, date], ", ");
  }
  if (work.type == "book") {
    return joined([ended(joined([work.mainTitle, volume, work.editionText("ed.")], ", ")), made], " ");
  }
  if (work.type == "chapter") {
    const book = joined([around("in ", container, ""), volume, work.editionText("ed."), editors(work)], ", ");
    return joined([joined([ended(book), made], " "), work.pagesText], ", ");
  }
  if (work.type == "website") {
    const site = ended(joined([work.container, date], ", "));
    return joined([site, around("Accessed: ", shortAmerican(work.accessed), ".")], " ");
  }
  const kind = work.thesis == "doctoral" ? "Ph.D. dissertation" : work.thesis == "master" ? "M.S. thesis" : "B.S. thesis";
  return joined([kind, work.publisher, work.place, year], ", ");
}

function linkText(work: Work): string {
  if (work.doi != "") return "doi: " + work.doi;
  return around("[Online]. Available: ", work.url, "");
}
