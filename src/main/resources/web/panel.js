import { Connection } from './connection.js';

/**
 * What all panels have: a connection of their own, and a line that says to which server. A panel says in `opened()`, `closed()` and
 * `received(text)` what it does besides; `trouble` is what it says of itself while connected, if anything.
 */
export class Panel {
  #where;
  #open = false;

  constructor(name, path, changed) {
    this.name = name;
    this.section = byId(name);
    this.section.hidden = false;
    this.#where = this.section.querySelector('.where');
    this.tellPage = changed;
    this.trouble = '';
    this.connection = new Connection(path, {
      changed: () => this.#changed(),
      received: (data) => this.received(data),
      query: () => this.query(),
    });
  }

  get title() {
    return this.section.querySelector('h2').textContent;
  }

  opened() {}

  closed() {}

  received() {}

  /** What the query of its WebSocket's URL says, by name. */
  query() {
    return {};
  }

  /** Writes the line; called each second while a time is in it. */
  render() {
    const { state, hello, attempt, retryAt } = this.connection;
    this.#where.dataset.state = state === 'open' && this.trouble ? 'troubled' : state;
    if (state === 'open') {
      setText(this.#where, this.trouble ? `${hello.server} · ${this.trouble}` : hello.server);
    } else if (state === 'waiting') {
      setText(this.#where, `Lost · attempt ${attempt} ${inSeconds(retryAt)}`);
    } else {
      setText(this.#where, attempt ? `Lost · attempt ${attempt}` : 'Connecting');
    }
  }

  #changed() {
    const open = this.connection.state === 'open';
    if (open !== this.#open) {
      this.#open = open;
      this.section.dataset.open = open;
      if (open) {
        this.opened();
      } else {
        this.closed();
      }
    }
    this.render();
    this.tellPage(this);
  }
}

export function byId(id) {
  return document.getElementById(id);
}

/** Touches the document only where something is new, so that nothing is read aloud twice. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** `in 3 s`, or `now`. */
export function inSeconds(time) {
  const seconds = Math.ceil((time - Date.now()) / 1000);
  return seconds > 0 ? `in ${seconds}\u00a0s` : 'now';
}

/** Plays an element's animation from its start. */
export function ring(element) {
  element.classList.remove('rings');
  requestAnimationFrame(() => requestAnimationFrame(() => element.classList.add('rings')));
}
