import { Backoff } from './backoff.js';

const HELLO_TIMEOUT_MS = 10_000;
const STABLE_MS = 5_000;
const MAX_REQUESTED_MS = 60_000;
const GOING_AWAY = 1001;
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

/**
 * A WebSocket that comes back by itself. It is open once the server has said hello, so that the session and the server's name are
 * known. Its owner gets `changed()` with each change of state and `received(text)` with each message but the hello, and is asked for
 * what the URL's query says besides with `query()` before each attempt.
 */
export class Connection {
  #url;
  #owner;
  #backoff = new Backoff();
  #socket = null;
  #timer = 0;

  /** `connecting`, `open` or `waiting`. */
  state = 'connecting';

  /** What the server said of itself, while open: `{sessionId, server, instance}`. */
  hello = null;

  /** When the next attempt is made, in the time of `Date.now()`, while waiting. */
  retryAt = 0;

  /** Why the last connection ended. */
  reason = '';

  constructor(path, owner) {
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('hello', '1');
    this.#url = url;
    this.#owner = owner;
  }

  /** The number of the attempt that is under way or awaited; 0 while nothing failed. */
  get attempt() {
    return this.#backoff.attempts;
  }

  /** Makes an attempt at once, unless it is open or one is under way. */
  connect() {
    if (this.#socket) {
      return;
    }
    clearTimeout(this.#timer);
    for (const [name, value] of Object.entries(this.#owner.query())) {
      this.#url.searchParams.set(name, value);
    }
    const socket = new WebSocket(this.#url.href);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.drop('The server does not answer'), HELLO_TIMEOUT_MS);
    socket.onmessage = (message) => this.#received(message.data);
    socket.onclose = (closed) => this.#lost(socket, reasonOf(closed, this.state === 'open'), requestedMs(closed));
    this.#become('connecting');
  }

  /** Whether the text was handed to the socket. */
  send(text) {
    if (this.state !== 'open' || this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  /** Gives up this connection, which seems to be dead, and makes another. */
  drop(reason) {
    const socket = this.#socket;
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
      this.#lost(socket, reason);
    }
  }

  #received(data) {
    if (this.state === 'open') {
      this.#owner.received(data);
      return;
    }
    const hello = helloIn(data);
    if (!hello) {
      this.#owner.received(data);
      return;
    }
    clearTimeout(this.#timer);
    // A server that lets in and throws out again is not hammered
    this.#timer = setTimeout(() => this.#backoff.reset(), STABLE_MS);
    this.hello = hello;
    this.reason = '';
    this.#become('open');
  }

  #lost(socket, reason, requested = null) {
    if (socket !== this.#socket) {
      return;
    }
    clearTimeout(this.#timer);
    this.#socket = null;
    this.hello = null;
    this.reason = reason;
    const drawnMs = this.#backoff.next();
    const pauseMs = requested ?? drawnMs;
    this.retryAt = Date.now() + pauseMs;
    this.#timer = setTimeout(() => this.connect(), pauseMs);
    this.#become('waiting');
  }

  #become(state) {
    this.state = state;
    this.#owner.changed();
  }
}

function helloIn(data) {
  try {
    const json = JSON.parse(data);
    const hello = json.event === 'hello' ? json.data : json;
    return (json.event === 'hello' || json.type === 'hello') && hello.server ? hello : null;
  } catch {
    return null;
  }
}

/** After how long a server that restarts wants to see this page again, or null when it did not say. */
function requestedMs(closed) {
  if (closed.code !== SERVICE_RESTART) {
    return null;
  }
  try {
    const ms = JSON.parse(closed.reason).reconnectInMs;
    return ms >= 0 && ms <= MAX_REQUESTED_MS ? ms : null;
  } catch {
    return null;
  }
}

function reasonOf(closed, wasOpen) {
  switch (closed.code) {
    case GOING_AWAY:
      return 'The server stopped';
    case SERVICE_RESTART:
      return 'The server restarts';
    case TRY_AGAIN_LATER:
      return 'This page read too slowly';
    default:
      return wasOpen ? 'The connection was lost' : 'The server is out of reach';
  }
}
