package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** What is asked of the core that owns a polling session. Immutable. */
sealed interface Errand {
    /** Which session it is about. */
    UUID session();

    /** Names one poll among all of an instance. Immutable. */
    record Ticket(int core, long number) {}

    /** The client polls; answered with a {@link HttpAnswer} when there is something for it. */
    record Poll(UUID session, Ticket ticket) implements Errand {}

    /** The connection of a poll broke before the client had the answer. Not answered. */
    record Broken(UUID session, Ticket ticket) implements Errand {}

    /** The client sends packets; answered with a {@link HttpAnswer} when it may send more. */
    record Post(UUID session, Buffer payload) implements Errand {}

    /** The client sent more than it may at once. Not answered. */
    record Oversized(UUID session) implements Errand {}

    /**
     * A WebSocket wants to take the session over; answered with whether it may.
     *
     * @param by id of the WebSocket's session
     */
    record Reserve(UUID session, UUID by) implements Errand {}

    /** The WebSocket works: the client is to end its poll. Not answered. */
    record Probed(UUID session, UUID by) implements Errand {}

    /**
     * The client has changed to the WebSocket; answered with {@link Moved}, or null when the session is gone.
     *
     * @param since number of the last message published before the WebSocket's core began to collect
     */
    record Release(UUID session, UUID by, long since) implements Errand {}

    /** Nothing becomes of the change. Not answered. */
    record Abandon(UUID session, UUID by) implements Errand {}
}
