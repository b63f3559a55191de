package dev.carillon.socketio;

import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.Hello;
import java.util.UUID;

/**
 * Who a session is, whichever its transport. Immutable.
 *
 * @param openedMs since the epoch
 * @param greeted whether the client asked to be told so
 */
record Identity(UUID id, long openedMs, boolean greeted) {
    static Identity of(UUID id, Handshake handshake) {
        return new Identity(id, System.currentTimeMillis(), Hello.asked(handshake));
    }
}
