'use strict';
// What a client sends goes to all clients: "echo" to the sender alone. Prints its port, ends with its input.
const { WebSocketServer, WebSocket } = require('ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket, request) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    if (request.url === '/echo') {
      socket.send(data, { binary: isBinary });
      return;
    }
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(data, { binary: isBinary });
      }
    }
  });
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
