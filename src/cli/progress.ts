import { styleText } from "node:util";

const barWidth = 28;

/** A bar on a terminal, a line per round elsewhere. */
export interface Progress {
  onRound(done: number, planned: number): void;
  /** Takes the bar away. */
  end(): void;
}

export function showProgress(stream: NodeJS.WriteStream): Progress {
  const startMs = performance.now();
  const timeLeft = (done: number, planned: number) =>
    `${Math.ceil((((performance.now() - startMs) / done) * (planned - done)) / 1000)} s left`;
  if (!stream.isTTY) {
    return {
      onRound: (done, planned) =>
        void stream.write(`round ${done} of ${planned}, ${timeLeft(done, planned)}\n`),
      end: () => {},
    };
  }
  return {
    onRound(done, planned) {
      const filled = Math.round((barWidth * done) / planned);
      const bar = styleText("cyan", "█".repeat(filled)) + styleText("dim", "░".repeat(barWidth - filled));
      stream.write(`\r\x1b[K${bar} round ${done} of ${planned}, ${timeLeft(done, planned)}`);
    },
    end: () => void stream.write("\r\x1b[K"),
  };
}
