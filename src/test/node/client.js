// Plays unchanged clients of Socket.IO against a running Carillon.
// node client.js <polling | websocket | both> <port> [<port> …]
// Prints a line for each thing that worked; ends with 1 and the reason when one did not.
import { io } from "socket.io-client";

const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], both: ["polling", "websocket"] };
const PATIENCE_MS = 15_000;

const [mode, ...ports] = process.argv.slice(2);
const clients = [];

function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function until(what, client, event, matches) {
  return within(
    what,
    new Promise((resolve) => {
      const listener = (value) => {
        if (matches(value)) {
          client.off(event, listener);
          resolve(value);
        }
      };
      client.on(event, listener);
    }),
  );
}

function check(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Everybody gets what one of them sends, as it is expected. */
async function broadcast(what, sender, send, event, expected) {
  const all = clients.map((client, i) => until(`${what} at client ${i}`, client, event, (value) => same(value, expected)));
  send(sender);
  await Promise.all(all);
}

async function connect(port) {
  const client = io(`http://127.0.0.1:${port}`, {
    transports: TRANSPORTS[mode],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 300,
  });
  clients.push(client);
  const upgraded = new Promise((resolve) => client.io.engine.once("upgrade", resolve));
  await within(`connect to ${port}`, new Promise((resolve, reject) => {
    client.once("connect", resolve);
    client.once("connect_error", reject);
  }));
  if (mode === "both") {
    await within(`upgrade on ${port}`, upgraded);
  }
  const transport = client.io.engine.transport.name;
  check(transport === (mode === "polling" ? "polling" : "websocket"), `the transport is ${transport}`);
  check(client.id !== client.io.engine.id, "the socket has an id of its own");
}

async function run() {
  for (const port of [...ports, ports[0]]) {
    await connect(port);
  }
  console.log(`connected ${clients.length}`);

  for (let i = 0; i < clients.length; i++) {
    const change = { index: i, value: true };
    const all = clients.map((client, j) =>
      until(`tick ${i} at client ${j}`, client, "checkbox-update", (got) => got.index === i && got.value === true));
    clients[i].emit("checkbox-update", change);
    await Promise.all(all);
  }
  console.log("ticks");

  const answer = await within("ack", clients[0].emitWithAck("checkbox-update", { index: 99, value: false }));
  check(Number.isInteger(answer.version), `the answer to a tick is ${JSON.stringify(answer)}`);
  const refusal = until("error event", clients[0], "error", () => true);
  const refused = await within("refusal", clients[0].emitWithAck("checkbox-update", { index: 100, value: true }));
  check(refused.error.includes("index"), `the refusal is ${JSON.stringify(refused)}`);
  check((await refusal).error.includes("index"), "the sender is told");
  console.log("acks");

  const text = { text: "ünï ☃ 😀", nested: [1, 2.5, null, true] };
  await broadcast("message", clients.at(-1), (client) => client.emit("message", text), "server-message", text);
  const bytes = { type: "Buffer", data: [0, 1, 2, 253, 254, 255] };
  await broadcast("binary", clients[0], (client) => client.emit("message", Buffer.from(bytes.data)), "server-message", bytes);
  await broadcast(
    "nested binary",
    clients[0],
    (client) => client.emit("message", { name: "x", parts: [Buffer.from([1]), new Uint8Array([2, 3])] }),
    "server-message",
    { name: "x", parts: [{ type: "Buffer", data: [1] }, { type: "Buffer", data: [2, 3] }] },
  );
  console.log("messages");

  const numbers = clients.map(() => []);
  clients.forEach((client, i) => client.on("server-message", (value) => numbers[i].push(value)));
  const last = Promise.all(clients.map((client, i) => until(`the last of many at client ${i}`, client, "server-message", (value) => value === 499)));
  for (let i = 0; i < 500; i++) {
    clients[0].emit("message", i);
  }
  await last;
  numbers.forEach((got, i) => check(got.length === 500 && got.every((value, at) => value === at), `client ${i} got ${got}`));
  console.log("order");

  const stranger = io(`http://127.0.0.1:${ports[0]}/stranger`, { transports: TRANSPORTS[mode], forceNew: true, reconnection: false });
  const error = await within("connect_error", new Promise((resolve) => stranger.once("connect_error", resolve)));
  check(error.message === "Invalid namespace", error.message);
  stranger.close();
  console.log("unknown namespace");

  const idsBefore = clients.map((client) => client.id);
  const back = Promise.all(clients.map((client) => new Promise((resolve) => client.once("connect", resolve))));
  console.log("restart, please");
  await within("reconnect", back);
  check(clients.every((client, i) => client.id !== idsBefore[i]), "new sockets have new ids");
  await broadcast("after reconnect", clients[0], (client) => client.emit("message", "again"), "server-message", "again");
  console.log("reconnected");

  const gone = Promise.all(clients.map((client) => new Promise((resolve) => client.once("disconnect", resolve))));
  clients.forEach((client) => client.disconnect());
  await within("disconnect", gone);
  console.log("done");
}

// Ends by itself once everything is sent
run().catch(
  (failure) => {
    console.log(`FAILED ${failure.stack}`);
    process.exit(1);
  },
);
