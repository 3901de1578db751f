import { british } from "./dates";
import { allDirect, allInverted, Given, listed, mention } from "./names";
import { around, ended, joined } from "./phrase";
import { Work } from "./record";

/** Harvard, as Cite Them Right has it (12th edition). */
export function harvard(work: Work): string {
  const who = creators(work);
  const year = "(" + yearText(work) + ")";
  const title = titleText(work);
  const beginning = who == "" ? joined([title, year], " ") : joined([who, year, title], " ");
  const whole = work.isPart ? joined([beginning, source(work)], ", ") : joined([ended(beginning), source(work)], " ");
  return joined([ended(whole), link(work)], " ");
}

export function harvardMention(work: Work): string {
  const names = mention(work, 3, " and ", " and ");
  return "(" + (names == "" ? titleText(work) : names) + ", " + yearText(work) + ")";
}

function titleText(work: Work): string {
  return work.isPart ? "\u2018" + work.title + "\u2019" : work.mainTitle;
}

function creators(work: Work): string {
  const names = allInverted(work.first, Given.Tight, work.markup);
  const text = names.length > 3 ? names[0] + " et al." : listed(names, " and ", " and ");
  if (!work.hasEditorsFirst) return text;
  return text + (names.length == 1 ? " (ed.)" : " (eds)");
}

function yearText(work: Work): string {
  return joined([work.date.known ? work.date.yearText : "no date", work.suffix], work.date.known ? "" : " ");
}

function source(work: Work): string {
  const container = work.markup.italic(work.container);
  const publisher = joined([work.place, work.publisher], ": ");
  const edition = ended(work.editionText("edn"));
  if (work.type == "article") {
    return joined([container, joined([work.volume, around("(", work.issue, ")")], ""), work.pagesText], ", ");
  }
  if (work.type == "chapter") {
    const names = listed(allDirect(work.editors, Given.Tight, work.markup), " and ", " and ");
    const editors = around("", names, work.editors.length == 1 ? " (ed.)" : " (eds)");
    const book = around("in ", joined([editors, container], " "), "");
    return joined([joined([ended(book), edition, publisher], " "), work.pagesText], ", ");
  }
  if (work.type == "book") return joined([edition, ended(around("Vol. ", work.volume, "")), publisher], " ");
  if (work.type == "website") return work.container;
  const kind = work.thesis == "doctoral" ? "PhD thesis." : work.thesis == "master" ? "Master\u2019s thesis." : "Bachelor\u2019s thesis.";
  return joined([kind, work.publisher], " ");
}

function link(work: Work): string {
  const accessed = work.doi == "" ? around(" (Accessed: ", british(work.accessed), ")") : "";
  return around("Available at: ", work.link, accessed + ".");
}
