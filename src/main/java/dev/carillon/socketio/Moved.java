package dev.carillon.socketio;

import java.util.List;
import java.util.Map;

/**
 * A polling session on its way to its WebSocket. Immutable.
 *
 * @param sockets ids by the namespaces that the client is connected to
 * @param pinged whether the answer to a ping is awaited
 * @param heartbeatNs when that, or the next ping, is due; a {@link System#nanoTime()}
 * @param connectByNs until when the client has to connect to a namespace, if it was connected to none yet
 * @param begun what has come of a packet that is not whole, or null
 * @param packets that the client has not fetched
 * @param lastNumber of the last message that was published before and is in those packets, if the client was to get it
 */
record Moved(
        Identity identity,
        Map<String, String> sockets,
        boolean pinged,
        long heartbeatNs,
        long connectByNs,
        PacketReader.Begun begun,
        List<Parcel> packets,
        long lastNumber) {}
