import { american } from "./dates";
import { allDirect, firstInverted, Given, listed, mention } from "./names";
import { around, ended, joined } from "./phrase";
import { Work } from "./record";

/** The Chicago Manual of Style, 17th edition, author and date. */
export function chicago(work: Work): string {
  const isQuoted = work.type != "book";
  const title = isQuoted ? "\u201c" + ended(work.title) + "\u201d" : ended(work.markup.italic(work.title));
  const who = ended(creators(work));
  const beginning = who == "" ? [title, ended(yearText(work))] : [who, ended(yearText(work)), title];
  return joined(beginning.concat([ended(source(work)), around("Accessed ", accessed(work), "."), ended(work.link)]), " ");
}

export function chicagoMention(work: Work): string {
  const names = mention(work, 3, " and ", ", and ");
  const title = work.type == "book" ? work.mainTitle : "\u201c" + work.title + "\u201d";
  return "(" + (names == "" ? title : names) + " " + yearText(work) + ")";
}

function creators(work: Work): string {
  const names = firstInverted(work.first, Given.Whole, work.markup);
  const text = names.length > 10 ? names.slice(0, 7).join(", ") + ", et al." : listed(names, ", and ", ", and ");
  if (!work.hasEditorsFirst) return text;
  return text + (names.length == 1 ? ", ed." : ", eds.");
}

function yearText(work: Work): string {
  return (work.date.known ? work.date.yearText : "n.d.") + work.suffix;
}

function accessed(work: Work): string {
  return work.type == "website" && !work.date.known ? american(work.accessed) : "";
}

function publisher(work: Work): string {
  return joined([work.place, work.publisher], ": ");
}

function editors(work: Work): string {
  if (work.hasEditorsFirst) return "";
  return around("edited by ", listed(allDirect(work.editors, Given.Whole, work.markup), " and ", ", and "), "");
}

function source(work: Work): string {
  const container = work.markup.italic(work.container);
  if (work.type == "article") {
    const issue = joined([container, work.volume, around("(", work.issue, ")")], " ");
    return joined([issue, work.pages], ": ");
  }
  if (work.type == "chapter") {
    const volume = around("vol. ", work.volume, "");
    const book = joined([container, work.editionText("ed."), volume, editors(work), work.pages], ", ");
    return joined([ended(around("In ", book, "")), publisher(work)], " ");
  }
  if (work.type == "website") {
    const exact = work.date.month > 0 ? american(work.date) : "";
    return joined([ended(work.container), exact], " ");
  }
  if (work.type == "book") {
    const named = editors(work);
    const capital = named == "" ? "" : "E" + named.substring(1);
    const parts = [ended(work.editionText("ed.")), ended(around("Vol. ", work.volume, "")), ended(capital), publisher(work)];
    return joined(parts, " ");
  }
  const kind = work.thesis == "doctoral" ? "PhD diss." : work.thesis == "master" ? "master\u2019s thesis" : "bachelor\u2019s thesis";
  return joined([kind, work.publisher], ", ");
}
