import { byId, Panel, setText } from './panel.js';
import { Rate } from './rate.js';

const CHART_HEIGHT = 20;
const PULSE_MS = 100;
const MOST_UNANSWERED = 200;
const MOST_DELAYS = 20;

// The server answers every message within five seconds, if only with an error
const DEAD_AFTER_MS = 15_000;

/** The session of this page: messages to `/ws`, one a second while the page is seen, and what is answered. */
export class SessionPanel extends Panel {
  #rate = new Rate();
  #sending = true;
  #owedMs = 0;
  #sentAt = [];
  #delays = [];
  #events = 0;

  constructor(path, page) {
    super('session', path, page.changed);
    byId('session-toggle').addEventListener('click', () => this.#toggle());
    setInterval(() => this.#pulse(), PULSE_MS);
    setInterval(() => this.#secondPassed(), 1000);
  }

  opened() {
    const { sessionId, instance } = this.connection.hello;
    setText(byId('session-id'), sessionId);
    setText(byId('session-instance'), instance);
    setText(byId('session-count'), '0');
    this.#note('');
  }

  closed() {
    this.#sentAt = [];
    this.#delays = [];
    setText(byId('session-id'), '–');
    setText(byId('session-instance'), '–');
    setText(byId('session-count'), '–');
    setText(byId('session-delay'), '–');
  }

  received(data) {
    const message = parsed(data);
    const awaited = this.#sentAt.length > 0;
    if (awaited && message.type === 'response' && Number.isInteger(message.messageCount)) {
      this.#answered();
      setText(byId('session-count'), message.messageCount.toLocaleString('en'));
      this.#note('');
    } else if (awaited && message.type === 'error' && typeof message.error === 'string') {
      this.#answered();
      this.#note(`Not counted: ${message.error}`);
    } else if (message.type !== 'session') {
      // Whatever a back-end published
      this.#event(message.message ?? data);
    }
  }

  #answered() {
    this.#rate.count();
    this.#delays.push(performance.now() - this.#sentAt.shift());
    this.#delays.splice(0, this.#delays.length - MOST_DELAYS);
  }

  #event(text) {
    setText(byId('session-events'), (++this.#events).toLocaleString('en'));
    setText(byId('session-event-text'), String(text).slice(0, 200));
    byId('session-event').hidden = false;
  }

  #toggle() {
    this.#sending = !this.#sending;
    setText(byId('session-toggle'), this.#sending ? 'Stop sending' : 'Start sending');
  }

  #pulse() {
    if (!this.#sending || document.hidden || this.connection.state !== 'open') {
      this.#owedMs = 0;
      return;
    }
    const pace = Number(document.querySelector('input[name=pace]:checked').value);
    this.#owedMs += PULSE_MS * pace;
    while (this.#owedMs >= 1000) {
      this.#owedMs -= 1000;
      if (this.#sentAt.length < MOST_UNANSWERED && this.connection.send('ding')) {
        this.#sentAt.push(performance.now());
      }
    }
  }

  #secondPassed() {
    if (performance.now() - this.#sentAt[0] > DEAD_AFTER_MS) {
      this.connection.drop('The server does not answer');
    }
    this.#rate.secondPassed();
    const perSecond = this.#rate.perSecond();
    setText(byId('session-rate'), perSecond < 10 ? String(Number(perSecond.toFixed(1))) : perSecond.toFixed(0));
    const line = this.#rate.line(CHART_HEIGHT);
    const [area, curve] = byId('session-chart').children;
    area.setAttribute('d', `${line}V${CHART_HEIGHT}H0Z`);
    curve.setAttribute('d', line);
    if (this.#delays.length > 0) {
      const median = this.#delays.toSorted((a, b) => a - b)[this.#delays.length >> 1];
      setText(byId('session-delay'), median < 10 ? `${median.toFixed(1)} ms` : `${median.toFixed(0)} ms`);
    }
  }

  #note(text) {
    setText(byId('session-note'), text);
  }
}

/** What is published as a server event may be any text. */
function parsed(data) {
  try {
    return Object(JSON.parse(data));
  } catch {
    return { message: data };
  }
}
