import { embed, embeddedFile } from "../shared/embedded-file";
import { Json } from "../shared/json";
import { give, input } from "../shared/kernel";
import { encodePng } from "../shared/png";
import { Y4m } from "./y4m";

export function run(): void {
  const given = input();
  const bytes = embeddedFile(given, "video");
  const video = new Y4m(bytes.at, bytes.at + bytes.size);
  const known = video.rate > 0 && video.rateDivisor > 0;
  const perSecond = known ? <f64>video.rate / video.rateDivisor : 0;
  const result = Json.object()
    .set("width", Json.number(video.width))
    .set("height", Json.number(video.height))
    .set("frames", Json.number(video.frames))
    .set("complete", Json.boolean(video.complete))
    .set("framesPerSecond", known ? Json.number(perSecond) : Json.null())
    .set("seconds", known ? Json.number(video.frames / perSecond) : Json.null())
    .set("colours", Json.text(video.chroma))
    .set("fullRange", Json.boolean(video.fullRange))
    .set("interlacing", Json.text(interlacing(video.interlacing)))
    .set("pixelAspect", Json.text(video.aspect));
  if (given.has("frame")) {
    const png = encodePng(video.frame(<i32>given.numberOf("frame", 0)));
    result.set("image", embed(png.start, png.size));
  }
  give(result);
}

function interlacing(letter: string): string {
  if (letter == "p") return "none";
  if (letter == "t") return "top-first";
  if (letter == "b") return "bottom-first";
  return letter == "m" ? "mixed" : "unknown";
}
