/** One class a protocol. An endpoint sees neither Redis nor Netty. */
package dev.carillon.endpoint;
