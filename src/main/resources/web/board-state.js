export const SIZE = 100;

/**
 * The board as this page knows it: what the server confirmed, and ticks of this page that are not confirmed yet. Every change has a
 * version, one more than the one before; a change of any other version means that something was missed.
 */
export class BoardState {
  #confirmed = new Array(SIZE).fill(false);
  #version = null;
  #pending = new Map();

  // The last change that came on this connection
  #heard = -1;

  // What came while the board is being read; null when it is not
  #late = null;

  /** What is shown of a box. */
  shown(index) {
    return this.#pending.get(index)?.value ?? this.#confirmed[index];
  }

  isPending(index) {
    return this.#pending.has(index);
  }

  get ticked() {
    let ticked = 0;
    for (let i = 0; i < SIZE; i++) {
      ticked += this.shown(i);
    }
    return ticked;
  }

  /** What comes from now on comes on another connection. */
  connectionBegins() {
    this.#heard = -1;
  }

  /** The board is asked for: changes from here on may be missing in the answer. */
  readBegins() {
    this.#late = [];
  }

  readFailed() {
    this.#late = null;
  }

  /**
   * The whole board as the server has it, to which the changes that came meanwhile are added.
   *
   * @return whether it is complete; if not, it has to be read again
   */
  readEnds({ state, version }) {
    const late = this.#late;
    this.#late = null;
    this.#confirmed = [...state];
    this.#version = version;
    if (version < this.#heard) {
      // The server counts anew
      this.#heard = -1;
    }
    for (const [index, { value }] of this.#pending) {
      if (this.#confirmed[index] === value) {
        this.#pending.delete(index);
      }
    }
    return late.filter((update) => !(update.version <= version)).every((update) => this.update(update));
  }

  /**
   * A change that the server made known.
   *
   * @return whether nothing is missing before it; if something is, the board has to be read
   */
  update(update) {
    this.#late?.push(update);
    const { index, value, version } = update;
    if (this.#version === null || !Number.isInteger(version) || version > this.#version + 1) {
      return false;
    }
    if (version <= this.#version) {
      // Known from a reading that overtook it, unless the server counts anew
      const overtaken = version > this.#heard;
      this.#heard = version;
      return overtaken;
    }
    this.#heard = version;
    this.#version = version;
    this.#confirmed[index] = value;
    if (this.#pending.get(index)?.value === value) {
      this.#pending.delete(index);
    }
    return true;
  }

  /** This page ticks a box, and shows it as ticked until it hears otherwise. */
  tick(index, value, atMs) {
    this.#pending.set(index, { value, atMs });
  }

  /** Takes back the ticks made before a time that were not confirmed, all without one. */
  rollBack(beforeMs = Infinity) {
    const taken = [];
    for (const [index, { atMs }] of this.#pending) {
      if (atMs < beforeMs) {
        this.#pending.delete(index);
        taken.push(index);
      }
    }
    return taken;
  }
}
