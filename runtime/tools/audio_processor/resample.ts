import { Sound } from "./wav";

/** Zero crossings of the sinc on each side. */
const crossings = 24;
/** Kernels between two samples of the source; in between they are taken linearly. */
const phases = 512;

/** Resamples with a windowed sinc (Blackman), which lets nothing through above what the lower of both rates can hold. */
export function resample(sound: Sound, rate: i32): Sound {
  if (rate == sound.rate) return sound;
  const ratio = <f64>sound.rate / rate;
  const frames = <i32>Math.max(sound.frames > 0 ? 1 : 0, Math.round((<f64>sound.frames * rate) / sound.rate));
  const resampled = new Sound(rate, sound.channels, frames);
  // going down, the kernel is stretched
  const stretch = Math.max(1, ratio);
  const reach = <i32>Math.ceil(crossings * stretch);
  const kernel = sincKernel();
  for (let frame = 0; frame < frames; frame++) {
    const middle = frame * ratio;
    const first = <i32>Math.floor(middle) - reach + 1;
    let total: f64 = 0;
    for (let at = first; at < first + 2 * reach; at++) total += weight(kernel, Math.abs(at - middle) / stretch);
    for (let channel = 0; channel < sound.channels; channel++) {
      let sum: f64 = 0;
      const from = max(first, 0);
      const end = min(first + 2 * reach, sound.frames);
      for (let at = from; at < end; at++) sum += weight(kernel, Math.abs(at - middle) / stretch) * sound.at(at, channel);
      resampled.samples[frame * sound.channels + channel] = sum / total;
    }
  }
  return resampled;
}

function sincKernel(): StaticArray<f64> {
  const kernel = new StaticArray<f64>(crossings * phases + 2);
  for (let at = 0; at < crossings * phases; at++) {
    const x = <f64>at / phases;
    const turn = (Math.PI * x) / crossings;
    const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    kernel[at] = at == 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
  }
  return kernel;
}

// @ts-ignore: decorator
@inline
function weight(kernel: StaticArray<f64>, distance: f64): f64 {
  if (distance >= crossings) return 0;
  const place = distance * phases;
  const at = <i32>place;
  const one = unchecked(kernel[at]);
  return one + (place - at) * (unchecked(kernel[at + 1]) - one);
}
