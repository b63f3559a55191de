package dev.carillon.endpoint;

import java.util.List;

/**
 * One protocol over WebSocket: what a client's messages mean and what is answered. Each core has an endpoint object of its
 * own; all methods are called on that core's event loop.
 *
 * <p>An exception that a method throws for one session's sake is a bug: it is counted and that session is closed with 1011.
 */
public interface Endpoint {
    /** Channels whose messages every session of this endpoint gets from its first moment on. */
    default List<String> channels() {
        return List.of();
    }

    /** A handshake succeeded; what is sent here goes before everything else. */
    void opened(Peer peer);

    /** A whole text message arrived, valid UTF-8; {@code message} may be used only during the call. */
    void text(Peer peer, Message message);

    /** A whole binary message arrived; {@code message} may be used only during the call. */
    void binary(Peer peer, Message message);

    /** The connection is gone; nothing more can be sent. Called once for each peer that was opened. */
    void closed(Peer peer);

    /** Everything that this turn of the event loop brought has been handed over: commands that were gathered go out. */
    default void turnEnded() {}
}
