import { embed, embeddedFile } from "../shared/embedded-file";
import { Json } from "../shared/json";
import { give, input } from "../shared/kernel";
import { decibelsOf, levelOf, peakOf, perform } from "./steps";
import { encodingName, encodingOf, Encoding, Sound, WavFile, WavReader } from "./wav";

export function run(): void {
  const given = input();
  const bytes = embeddedFile(given, "audio");
  const reader = new WavReader(bytes.at, bytes.size);
  let sound = reader.read();
  const result = Json.object().set("source", described(sound, reader.encoding));
  const steps = given.itemsOf("steps");
  if (given.has("steps") || given.has("encoding")) {
    for (let at = 0; at < steps.length; at++) sound = perform(steps[at], sound);
    const encoding = given.has("encoding") ? encodingOf(given.textOf("encoding", "")) : reader.encoding;
    const file = new WavFile(sound, encoding);
    result
      .set("made", described(sound, encoding))
      .set("clipped", Json.number(file.clipped))
      .set("audio", embed(file.bytes.start, file.bytes.size));
  }
  give(result);
}

/** Levels are in decibels below full scale; silence has none. */
function described(sound: Sound, encoding: Encoding): Json {
  return Json.object()
    .set("encoding", Json.text(encodingName(encoding)))
    .set("rate", Json.number(sound.rate))
    .set("channels", Json.number(sound.channels))
    .set("frames", Json.number(sound.frames))
    .set("seconds", Json.number(<f64>sound.frames / sound.rate))
    .set("peak", Json.number(decibelsOf(peakOf(sound))))
    .set("level", Json.number(decibelsOf(levelOf(sound))));
}
