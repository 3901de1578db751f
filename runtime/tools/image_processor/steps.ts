import { Image, pixelOf } from "../shared/image";
import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";
import { mostPixels } from "../shared/png";
import { resizeNearest, resizeSmoothly } from "./resize";

/** Does one step with an image. */
export function perform(step: Json, image: Image): Image {
  const operation = step.textOf("operation", "");
  if (operation == "resize") return resize(step, image);
  if (operation == "crop") return crop(step, image);
  if (operation == "rotate") return rotate(image, <i32>step.numberOf("degrees", 90));
  if (operation == "flip") return flip(image, step.textOf("direction", "horizontal") == "horizontal");
  return greyscale(image);
}

/** With one of width and height, the other follows from the proportions. */
function resize(step: Json, image: Image): Image {
  let width = <i32>step.numberOf("width", 0);
  let height = <i32>step.numberOf("height", 0);
  if (width == 0 && height == 0) refuse('resize needs "width", "height" or both');
  if (width == 0) width = max(1, <i32>Math.round((<f64>image.width * height) / image.height));
  if (height == 0) height = max(1, <i32>Math.round((<f64>image.height * width) / image.width));
  if (<i64>width * height > mostPixels) refuse("a picture may have " + mostPixels.toString() + " pixels");
  const filter = step.textOf("filter", "area");
  if (filter == "nearest") return resizeNearest(image, width, height);
  return resizeSmoothly(image, width, height, filter == "area");
}

function crop(step: Json, image: Image): Image {
  const x = <i32>step.numberOf("x", 0);
  const y = <i32>step.numberOf("y", 0);
  if (x >= image.width || y >= image.height) refuse(outside(image));
  const width = <i32>step.numberOf("width", image.width - x);
  const height = <i32>step.numberOf("height", image.height - y);
  if (x + width > image.width || y + height > image.height) refuse(outside(image));
  const part = new Image(width, height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) part.set(column, row, image.get(x + column, y + row));
  }
  return part;
}

function outside(image: Image): string {
  return "the part lies outside of the picture, which has " + image.width.toString() + " × " + image.height.toString() + " pixels";
}

/** Clockwise. */
function rotate(image: Image, degrees: i32): Image {
  const across = degrees == 180;
  const turned = across ? new Image(image.width, image.height) : new Image(image.height, image.width);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const pixel = image.get(x, y);
      if (across) turned.set(image.width - 1 - x, image.height - 1 - y, pixel);
      else if (degrees == 90) turned.set(image.height - 1 - y, x, pixel);
      else turned.set(y, image.width - 1 - x, pixel);
    }
  }
  return turned;
}

function flip(image: Image, horizontal: bool): Image {
  const flipped = new Image(image.width, image.height);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      flipped.set(horizontal ? image.width - 1 - x : x, horizontal ? y : image.height - 1 - y, image.get(x, y));
    }
  }
  return flipped;
}

/** Luma as of ITU-R BT.601. */
function greyscale(image: Image): Image {
  const grey = new Image(image.width, image.height);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const pixel = image.get(x, y);
      const luma = ((pixel & 255) * 299 + ((pixel >> 8) & 255) * 587 + ((pixel >> 16) & 255) * 114 + 500) / 1000;
      grey.set(x, y, pixelOf(luma, luma, luma, pixel >> 24));
    }
  }
  return grey;
}
