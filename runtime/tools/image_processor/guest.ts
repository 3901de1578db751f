import { embed, embeddedFile } from "../shared/embedded-file";
import { Json } from "../shared/json";
import { give, input } from "../shared/kernel";
import { encodePng, PngReader } from "../shared/png";
import { perform } from "./steps";

export function run(): void {
  const given = input();
  const bytes = embeddedFile(given, "image");
  const reader = new PngReader(bytes.at, bytes.size);
  const source = Json.object()
    .set("width", Json.number(reader.width))
    .set("height", Json.number(reader.height))
    .set("colours", Json.text(reader.colourName))
    .set("bitDepth", Json.number(reader.bitDepth))
    .set("interlaced", Json.boolean(reader.interlaced))
    .set("bytes", Json.number(bytes.size));
  const result = Json.object().set("source", source);
  const steps = given.itemsOf("steps");
  if (given.has("steps")) {
    let image = reader.read();
    for (let at = 0; at < steps.length; at++) image = perform(steps[at], image);
    const png = encodePng(image);
    result
      .set("width", Json.number(image.width))
      .set("height", Json.number(image.height))
      .set("bytes", Json.number(png.size))
      .set("image", embed(png.start, png.size));
  }
  give(result);
}
