import { Backoff } from './backoff.js';
import { Banner } from './banner.js';
import { BoardPanel } from './board.js';
import { ChatPanel } from './chat.js';
import { byId, ring, setText } from './panel.js';
import { SessionPanel } from './session.js';

const PANELS = { board: BoardPanel, chat: ChatPanel, sessions: SessionPanel };

/** What this server serves: `{server, endpoints: {name: path}}`. Asked for until it answers. */
async function description() {
  const backoff = new Backoff();
  for (;;) {
    try {
      const response = await fetch('page.json', { cache: 'no-store' });
      if (response.ok) {
        return await response.json();
      }
    } catch {
      // Out of reach: asked again
    }
    setText(byId('nothing'), 'The server does not answer. Trying again.');
    byId('nothing').hidden = false;
    await new Promise((resolve) => setTimeout(resolve, backoff.next()));
  }
}

function start(endpoints) {
  const panels = [];
  const banner = new Banner(panels);
  const changed = (panel) => {
    if (panel.connection.state === 'open') {
      // The server is back: nobody waits any longer
      panels.filter((other) => other.connection.state === 'waiting').forEach((other) => other.connection.connect());
    }
    banner.render();
  };
  for (const [name, kind] of Object.entries(PANELS)) {
    if (endpoints[name]) {
      panels.push(new kind(endpoints[name], { changed, ring: () => ring(byId('bell')) }));
    }
  }
  setText(byId('nothing'), 'On this server the board, the chat and the sessions are turned off.');
  byId('nothing').hidden = panels.length > 0;
  panels.forEach((panel) => panel.connection.connect());
  setInterval(() => {
    panels.forEach((panel) => panel.render());
    banner.render();
  }, 500);
  addEventListener('online', () => panels.forEach((panel) => panel.connection.connect()));
}

start((await description()).endpoints);
