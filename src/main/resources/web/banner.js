import { byId, inSeconds, setText } from './panel.js';

/** Says in one place which panels are not connected and when the next attempt is made; for ears only when that changes. */
export class Banner {
  #panels;
  #lost = false;

  constructor(panels) {
    this.#panels = panels;
    byId('reconnect').addEventListener('click', () => panels.forEach((panel) => panel.connection.connect()));
  }

  render() {
    const lost = this.#panels.filter((panel) => panel.connection.attempt > 0 && panel.connection.state !== 'open');
    const waiting = lost.filter((panel) => panel.connection.state === 'waiting');
    byId('banner').hidden = lost.length === 0;
    if (lost.length > 0) {
      const names = lost.length === this.#panels.length ? '' : `: ${lost.map((panel) => panel.title).join(', ')}`;
      const reason = lost.map((panel) => panel.connection.reason).find(Boolean) ?? 'The connection was lost';
      const attempt = Math.max(...lost.map((panel) => panel.connection.attempt));
      const next = waiting.length < lost.length
        ? 'under way'
        : inSeconds(Math.min(...waiting.map((panel) => panel.connection.retryAt)));
      setText(byId('banner-text'), `${reason}${names}. Attempt ${attempt} ${next}.`);
    }
    byId('reconnect').disabled = waiting.length === 0;
    if (this.#lost !== lost.length > 0) {
      this.#lost = lost.length > 0;
      setText(byId('announcer'), this.#lost ? 'The connection is lost. Trying again.' : 'Connected again.');
    }
  }
}
