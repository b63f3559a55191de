import { byId, Panel, setText } from './panel.js';

const MOST_LINES = 200;
const MOST_CHARACTERS = 2000;

// As the server puts its name in front
const SAID = /^\[([^\]]{1,64})\] (.*)$/s;

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The chat: what anybody says, on whatever instance. */
export class ChatPanel extends Panel {
  #page;
  #log = byId('chat-log');
  #input = byId('chat-text');
  #lastSent = '';
  #wasOpen = false;

  /** Whether the end of the log is in sight, where it is then kept. */
  #atEnd = true;

  constructor(path, page) {
    super('chat', path, page.changed);
    this.#page = page;
    this.#log.addEventListener('scroll', () => {
      this.#atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 40;
    });
    new ResizeObserver(() => this.#showEnd()).observe(this.#log);
    byId('chat-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#say();
    });
  }

  opened() {
    if (this.#wasOpen) {
      this.#add(element('p', 'aside', `Connected again, to ${this.connection.hello.server}. What was said in between is not shown.`));
    }
    this.#wasOpen = true;
    this.#note('');
  }

  closed() {
    this.#note('Not connected: what is said now is missed.');
  }

  received(data) {
    const refusal = refusalIn(data);
    if (refusal) {
      this.#note(`Not sent: ${refusal}`);
      this.#input.value ||= this.#lastSent;
      return;
    }
    const [, who, text] = SAID.exec(data) ?? [null, '', data];
    const line = element('p', 'line');
    if (who) {
      line.append(element('span', 'who', who), ' ');
    }
    const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)` : text;
    line.append(element('span', 'text', shown), ' ', element('time', '', CLOCK.format(new Date())));
    this.#add(line);
    this.#page.ring();
  }

  #say() {
    const text = this.#input.value.trim();
    if (!text) {
      return;
    }
    if (this.connection.send(text)) {
      this.#lastSent = text;
      this.#input.value = '';
      this.#note('');
    } else {
      this.#note('Not sent: there is no connection. Your text is kept.');
    }
  }

  #add(line) {
    this.#log.append(line);
    while (this.#log.children.length > MOST_LINES) {
      this.#log.firstElementChild.remove();
    }
    this.#showEnd();
  }

  #showEnd() {
    if (this.#atEnd) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
  }

  #note(text) {
    setText(byId('chat-note'), text);
  }
}

function element(tag, className, text = '') {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.textContent = text;
  return made;
}

/** The reason of an error event, which the server sends instead of a message that it could not publish. */
function refusalIn(data) {
  if (!data.startsWith('{"type":"error"')) {
    return null;
  }
  try {
    return JSON.parse(data).error ?? null;
  } catch {
    return null;
  }
}
