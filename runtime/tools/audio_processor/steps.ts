import { embeddedFile } from "../shared/embedded-file";
import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";
import { resample } from "./resample";
import { Sound, WavReader } from "./wav";

/** Does one step with a sound. */
export function perform(step: Json, sound: Sound): Sound {
  const operation = step.textOf("operation", "");
  if (operation == "gain") return louder(sound, factorOf(step.numberOf("decibels", 0)));
  if (operation == "normalise") return normalise(sound, step.numberOf("decibels", 0));
  if (operation == "resample") {
    if (!step.has("rate")) refuse('resample needs "rate"');
    return resample(sound, <i32>step.numberOf("rate", 0));
  }
  if (operation == "mix") return mix(step, sound);
  if (operation == "trim") return trim(step, sound);
  return operation == "mono" ? mono(sound) : stereo(sound);
}

export function decibelsOf(amplitude: f64): f64 {
  return amplitude > 0 ? 20 * Math.log10(amplitude) : -Infinity;
}

function factorOf(decibels: f64): f64 {
  return Math.pow(10, decibels / 20);
}

export function peakOf(sound: Sound): f64 {
  let peak: f64 = 0;
  for (let at = 0; at < sound.samples.length; at++) peak = Math.max(peak, Math.abs(sound.samples[at]));
  return peak;
}

/** Root mean square of all samples. */
export function levelOf(sound: Sound): f64 {
  let sum: f64 = 0;
  for (let at = 0; at < sound.samples.length; at++) sum += sound.samples[at] * sound.samples[at];
  return sound.samples.length == 0 ? 0 : Math.sqrt(sum / sound.samples.length);
}

function louder(sound: Sound, factor: f64): Sound {
  for (let at = 0; at < sound.samples.length; at++) sound.samples[at] *= factor;
  return sound;
}

/** Silence stays silence. */
function normalise(sound: Sound, decibels: f64): Sound {
  const peak = peakOf(sound);
  return peak == 0 ? sound : louder(sound, factorOf(decibels) / peak);
}

/** Adds another sound, which gets the rate and the channels of this one first. The longer one gives the length. */
function mix(step: Json, sound: Sound): Sound {
  const bytes = embeddedFile(step, "audio");
  if (bytes.size == 0) refuse('mix needs "audio", a WAVE file in Base64');
  let other = resample(new WavReader(bytes.at, bytes.size).read(), sound.rate);
  if (other.channels != sound.channels) {
    if (sound.channels == 1) other = mono(other);
    else if (sound.channels == 2) other = stereo(other);
    else refuse("sounds of " + sound.channels.toString() + " and of " + other.channels.toString() + " channels cannot be mixed");
  }
  const offset = frameAt(sound, step.numberOf("at", 0));
  const factor = factorOf(step.numberOf("decibels", 0));
  if (<i64>offset + other.frames > <i64>i32.MAX_VALUE) refuse("the sound would be too long");
  const mixed = new Sound(sound.rate, sound.channels, max(sound.frames, offset + other.frames));
  for (let at = 0; at < sound.samples.length; at++) mixed.samples[at] = sound.samples[at];
  for (let at = 0; at < other.samples.length; at++) mixed.samples[offset * sound.channels + at] += factor * other.samples[at];
  return mixed;
}

function trim(step: Json, sound: Sound): Sound {
  const from = min(frameAt(sound, step.numberOf("from", 0)), sound.frames);
  const to = step.has("to") ? min(frameAt(sound, step.numberOf("to", 0)), sound.frames) : sound.frames;
  if (to < from) refuse('trim ends before it begins: "to" is less than "from"');
  const part = new Sound(sound.rate, sound.channels, to - from);
  for (let at = 0; at < part.samples.length; at++) part.samples[at] = sound.samples[from * sound.channels + at];
  return part;
}

function frameAt(sound: Sound, seconds: f64): i32 {
  return <i32>Math.min(Math.round(seconds * sound.rate), i32.MAX_VALUE - 1);
}

/** The mean of all channels. */
function mono(sound: Sound): Sound {
  if (sound.channels == 1) return sound;
  const one = new Sound(sound.rate, 1, sound.frames);
  for (let frame = 0; frame < sound.frames; frame++) {
    let sum: f64 = 0;
    for (let channel = 0; channel < sound.channels; channel++) sum += sound.at(frame, channel);
    one.samples[frame] = sum / sound.channels;
  }
  return one;
}

/** Twice the same of one channel; of more than two, the first two. */
function stereo(sound: Sound): Sound {
  if (sound.channels == 2) return sound;
  const two = new Sound(sound.rate, 2, sound.frames);
  for (let frame = 0; frame < sound.frames; frame++) {
    two.samples[2 * frame] = sound.at(frame, 0);
    two.samples[2 * frame + 1] = sound.at(frame, sound.channels == 1 ? 0 : 1);
  }
  return two;
}
