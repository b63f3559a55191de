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

  /** Epoch and offset of the last message that is shown, as the server wants them from who comes back; empty if it keeps none. */
  #position = '';

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

  query() {
    return this.#position ? { offsets: '1', resume: this.#position } : { offsets: '1' };
  }

  opened() {
    const { server, resume } = this.connection.hello;
    if (this.#wasOpen) {
      const missed = this.#position ? 'What was said in between follows.' : 'What was said in between is not shown.';
      this.#add(element('p', 'aside', `Connected again, to ${server}. ${missed}`));
    }
    this.#wasOpen = true;
    this.#position ||= resume ?? '';
    this.#note('');
  }

  closed() {
    this.#note(this.#position ? 'Not connected: what is said now is shown later.' : 'Not connected: what is said now is missed.');
  }

  received(data) {
    const message = parsed(data);
    if (message.type === 'message') {
      if (message.epoch) {
        this.#position = `${message.epoch}:${message.offset}`;
      }
      this.#show(message.text);
    } else if (message.type === 'gap') {
      this.#add(element('p', 'aside', 'Something may be missing here.'));
    } else if (message.type === 'error') {
      this.#note(`Not sent: ${message.error}`);
      this.#input.value ||= this.#lastSent;
    }
  }

  #show(data) {
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

function parsed(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
