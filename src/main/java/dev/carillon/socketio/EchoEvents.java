package dev.carillon.socketio;

import dev.carillon.endpoint.EventEndpoint;
import dev.carillon.endpoint.EventPeer;
import dev.carillon.endpoint.Handshake;
import java.util.List;

/**
 * Gives back what it gets: {@code message} as {@code message-back}, {@code message-with-ack} as its acknowledgement, and what a client
 * said on connecting as {@code auth}. For protocol tests. Immutable.
 */
final class EchoEvents implements EventEndpoint {
    @Override
    public void opened(EventPeer peer, Handshake handshake) {
        peer.emit("auth", handshake.auth());
    }

    @Override
    public void event(EventPeer peer, String name, List<Object> arguments, Ack ack) {
        if (name.equals("message")) {
            peer.emit("message-back", arguments.toArray());
        } else if (name.equals("message-with-ack")) {
            ack.answer(arguments.toArray());
        }
    }
}
