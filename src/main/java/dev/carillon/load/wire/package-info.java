/** What goes over a client's connection: handshake, frames, and the identity of each message. */
package dev.carillon.load.wire;
