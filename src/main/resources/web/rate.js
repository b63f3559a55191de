const SECONDS = 60;
const SMOOTHED = 5;

/** How many of something there were in each of the last sixty seconds. */
export class Rate {
  #counts = new Array(SECONDS).fill(0);
  #current = 0;

  count() {
    this.#current++;
  }

  /** A second is over. */
  secondPassed() {
    this.#counts.shift();
    this.#counts.push(this.#current);
    this.#current = 0;
  }

  /** A second, over the last five. */
  perSecond() {
    return this.#counts.slice(-SMOOTHED).reduce((sum, count) => sum + count, 0) / SMOOTHED;
  }

  /** The line through all seconds, as the data of an SVG path within the given height, oldest first. */
  line(height) {
    const highest = Math.max(2, ...this.#counts);
    return this.#counts
      .map((count, x) => `${x ? 'L' : 'M'}${x} ${(height - 1 - (count / highest) * (height - 2)).toFixed(2)}`)
      .join('');
  }
}
