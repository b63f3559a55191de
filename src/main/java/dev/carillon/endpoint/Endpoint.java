package dev.carillon.endpoint;

import dev.carillon.bus.SessionInfo;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;

/**
 * One protocol over WebSocket: what a client's messages mean and what is answered. Each core has an endpoint object of its
 * own; all methods are called on that core's event loop.
 *
 * <p>An exception that a method throws for one session's sake is a bug: it is counted and that session is closed with 1011.
 */
public interface Endpoint extends Rendering {
    /** Channels whose messages every session of this endpoint gets from its first moment on. */
    default List<String> channels() {
        return List.of();
    }

    /** Channels that a core listens to from its start, so that sessions can join them without a gap. */
    default List<String> held() {
        return channels();
    }

    /**
     * Why a handshake is refused with status 400, or null when it is in order.
     *
     * @param handshake may be used only during the call
     */
    default String objection(Handshake handshake) {
        return null;
    }

    /** What answers plain HTTP requests at this endpoint's path, or null when they are refused. */
    default Handler<HttpServerRequest> plainHttp() {
        return null;
    }

    /**
     * Looks for a session that this endpoint keeps without a WebSocket.
     *
     * @param close whether to close it
     * @return null when there is none of that id
     */
    default SessionInfo seek(UUID id, boolean close) {
        return null;
    }

    /** Where sessions are counted that this endpoint keeps without a WebSocket. Called once, before everything else. */
    default void countWith(SessionCounts counts) {}

    /**
     * The core drains: no sessions are opened without a WebSocket from now on.
     *
     * @return what closes each of those that there are, once it was answered what it is owed
     */
    default List<Runnable> draining() {
        return List.of();
    }

    /**
     * A handshake succeeded; what is sent here goes before everything else.
     *
     * @param handshake may be used only during the call
     */
    void opened(Peer peer, Handshake handshake);

    /** A whole text message arrived, valid UTF-8; {@code message} may be used only during the call. */
    void text(Peer peer, Message message);

    /** A whole binary message arrived; {@code message} may be used only during the call. */
    void binary(Peer peer, Message message);

    /**
     * The client reads again, and was given all that was kept for it: broadcasts before that were dropped. May be called any number
     * of times.
     */
    default void caughtUp(Peer peer) {}

    /** The connection is gone; nothing more can be sent. Called once for each peer that was opened. */
    void closed(Peer peer);

    /** Everything that this turn of the event loop brought has been handed over: commands that were gathered go out. */
    default void turnEnded() {}
}
