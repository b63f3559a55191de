package dev.carillon.socketio;

import java.util.UUID;
import java.util.function.Consumer;

/** A WebSocket is about to take a polling session over, as the session sees it. Confined to the event loop of the session. */
final class Handover {
    final UUID by;
    final long deadlineNs;

    // Touched only on the session's event loop
    boolean probed;
    boolean caughtUp;
    Consumer<Object> released;

    /** @param deadlineNs when it is over if nobody asked for the session */
    Handover(UUID by, long deadlineNs) {
        this.by = by;
        this.deadlineNs = deadlineNs;
    }
}
