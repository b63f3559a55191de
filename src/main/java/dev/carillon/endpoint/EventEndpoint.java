package dev.carillon.endpoint;

import java.util.List;

/**
 * A protocol of named events with arguments, over whatever transport: plain JSON on a WebSocket, or Socket.IO. Arguments are JSON
 * values as Vert.x has them (JsonObject, JsonArray, String, Number, Boolean, null), and {@link io.vertx.core.buffer.Buffer} for
 * binary data. Each core has an object of its own for each transport; all methods are called on that core's event loop.
 *
 * <p>A client of Socket.IO may move to another core's object when it changes its transport; it is not opened there again. It moves
 * when nothing is owed to it ({@link EventPeer#owe}) any more.
 */
public interface EventEndpoint {
    /** Channels whose messages, each {@code {"event":…,"data":…}}, go to every client as event and data. */
    default List<String> channels() {
        return List.of();
    }

    /** A client is there; what is emitted here goes before everything else. */
    default void opened(EventPeer peer, Handshake handshake) {}

    /**
     * A client sent an event.
     *
     * @param ack takes the answer, if the client asked for one; otherwise it does nothing
     */
    void event(EventPeer peer, String name, List<Object> arguments, Ack ack);

    /** As {@link Endpoint#caughtUp}. */
    default void caughtUp(EventPeer peer) {}

    /** How a client's event is answered. */
    @FunctionalInterface
    interface Ack {
        /** Called once at most, on the event loop of the core. */
        void answer(Object... arguments);
    }
}
