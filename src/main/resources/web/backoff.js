/**
 * How long to wait before the next attempt: drawn at random up to a ceiling that doubles with each attempt (full jitter), so that
 * pages that lost the same server do not come back at once.
 */
export class Backoff {
  static #LEAST_MS = 100;

  #baseMs;
  #capMs;
  #random;

  /** How many pauses were taken since the last success. */
  attempts = 0;

  constructor({ baseMs = 500, capMs = 15_000, random = Math.random } = {}) {
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.#random = random;
  }

  /** The next pause in milliseconds. */
  next() {
    const ceiling = Math.min(this.#capMs, this.#baseMs * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 9999);
    return Math.max(Backoff.#LEAST_MS, this.#random() * ceiling);
  }

  /** An attempt succeeded: the next pause is short again. */
  reset() {
    this.attempts = 0;
  }
}
