import { Backoff } from './backoff.js';
import { BoardState, SIZE } from './board-state.js';
import { moveByKeys } from './grid.js';
import { byId, Panel, ring, setText } from './panel.js';

const UPDATE = 'checkbox-update';
const READ_TIMEOUT_MS = 8_000;

// What takes longer to be confirmed is no longer said to be so
const READ_SLOW_MS = 700;

// A server whose link to Redis broke says what it missed once the link is back, and knows no more than we do before
const LOOK_AGAIN_MS = 60_000;

// The server confirms or refuses within five seconds
const CONFIRM_MS = 8_000;

/** The hundred boxes: ticks go out and are shown at once, and are taken back when they are refused. */
export class BoardPanel extends Panel {
  #page;
  #state = new BoardState();
  #boxes = [];
  #backoff = new Backoff({ baseMs: 1000 });
  #reading = false;
  #timer = 0;

  /** Whether what is shown is what the server has. */
  #inStep = false;

  /** Whether a change is known to have been missed since the board was read. */
  #missed = false;

  constructor(path, page) {
    super('board', path, page.changed);
    this.#page = page;
    for (let index = 0; index < SIZE; index++) {
      this.#boxes.push(this.#box(index));
    }
    byId('boxes').append(...this.#boxes);
    moveByKeys(this.#boxes);
    this.#show();
    setInterval(() => this.#dropUnconfirmed(), 1000);
    document.addEventListener('visibilitychange', () => this.#readIfSeen());
  }

  opened() {
    this.#state.connectionBegins();
    this.#backoff.reset();
    this.#read();
  }

  closed() {
    clearTimeout(this.#timer);
    if (this.#state.rollBack().length > 0) {
      this.#note('The connection was lost before the last tick was confirmed.');
    }
    this.#fallOutOfStep('');
  }

  received(data) {
    const { event, data: content } = JSON.parse(data);
    if (event === UPDATE) {
      const complete = this.#state.update(content);
      this.#show();
      if (complete) {
        ring(this.#boxes[content.index]);
        this.#page.ring();
      } else {
        this.#missed = true;
        this.#read();
      }
    } else if (event === 'error') {
      // It does not say which: those that did get through are made known as every change is
      this.#state.rollBack();
      this.#note(`Not ticked: ${content.error ?? content.message}`);
      this.#show();
      this.#read();
    }
  }

  #box(index) {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.setAttribute('aria-label', `Box ${index + 1}`);
    box.addEventListener('click', (event) => {
      if (!this.#inStep) {
        event.preventDefault();
        this.#note('Nothing was ticked: the board is not connected.');
      }
    });
    box.addEventListener('change', () => this.#tick(index, box.checked));
    return box;
  }

  #tick(index, value) {
    if (this.connection.send(JSON.stringify({ event: UPDATE, data: { index, value } }))) {
      this.#state.tick(index, value, performance.now());
      this.#note('');
    }
    this.#show();
  }

  #dropUnconfirmed() {
    if (this.#state.rollBack(performance.now() - CONFIRM_MS).length > 0) {
      this.#note('A tick was not confirmed and is taken back.');
      this.#show();
      this.#read();
    }
  }

  #readIfSeen() {
    if (!document.hidden) {
      this.#readAgain();
    }
  }

  #readAgain() {
    if (this.connection.state === 'open') {
      this.#read();
    }
  }

  /** Asks for the whole board, until it is had and nothing is missing. */
  async #read() {
    if (this.#reading) {
      return;
    }
    this.#reading = true;
    clearTimeout(this.#timer);
    const { hello } = this.connection;
    const slow = setTimeout(() => this.#inStep && this.#fallOutOfStep('being read'), READ_SLOW_MS);
    this.#state.readBegins();
    try {
      const board = await fetchBoard();
      const complete = this.#state.readEnds(board);
      this.#reading = false;
      if (this.connection.hello !== hello || !hello) {
        // Changes between two connections may have been missed
        this.#readAgain();
      } else if (complete) {
        this.#comeIntoStep();
      } else {
        this.#readLater('catching up', this.#backoff.next());
      }
    } catch (failure) {
      this.#state.readFailed();
      this.#reading = false;
      this.#failedToRead(failure);
    } finally {
      clearTimeout(slow);
    }
  }

  #failedToRead(failure) {
    if (this.connection.state !== 'open') {
      return;
    }
    const pauseMs = Math.max(this.#backoff.next(), failure.retryAfterMs ?? 0);
    if (failure.tooOften && this.#inStep && !this.#missed) {
      // It was only to make sure
      this.#timer = setTimeout(() => this.#readIfSeen(), Math.max(pauseMs, LOOK_AGAIN_MS));
    } else {
      this.#readLater(failure.message, pauseMs);
    }
  }

  #comeIntoStep() {
    this.#backoff.reset();
    this.#inStep = true;
    this.#missed = false;
    this.trouble = '';
    this.#show();
    this.render();
    this.#timer = setTimeout(() => this.#readIfSeen(), LOOK_AGAIN_MS);
  }

  #readLater(reason, pauseMs) {
    this.#fallOutOfStep(reason);
    this.#timer = setTimeout(() => this.#readAgain(), pauseMs);
  }

  #fallOutOfStep(reason) {
    this.#inStep = false;
    this.trouble = reason;
    this.#show();
    this.render();
  }

  #show() {
    this.section.dataset.inStep = this.#inStep;
    this.#boxes.forEach((box, index) => {
      box.checked = this.#state.shown(index);
      box.setAttribute('aria-disabled', !this.#inStep);
      box.classList.toggle('pending', this.#state.isPending(index));
    });
    setText(byId('board-count'), this.#inStep ? String(this.#state.ticked) : '–');
  }

  #note(text) {
    setText(byId('board-note'), text);
  }
}

async function fetchBoard() {
  let response;
  try {
    response = await fetch('state', { cache: 'no-store', signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  } catch {
    throw new Error('board out of reach');
  }
  if (!response.ok) {
    const failure = new Error(response.status === 429 ? 'asked too often' : 'board cannot be read');
    failure.tooOften = response.status === 429;
    failure.retryAfterMs = Number(response.headers.get('Retry-After')) * 1000 || 0;
    throw failure;
  }
  const board = await response.json();
  if (board.state?.length !== SIZE || !Number.isInteger(board.version)) {
    throw new Error('board cannot be read');
  }
  return board;
}
