/** Engine.IO and Socket.IO: framing and transports for event endpoints. Sees neither Redis nor Netty. */
package dev.carillon.socketio;
