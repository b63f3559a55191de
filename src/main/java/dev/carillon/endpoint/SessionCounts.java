package dev.carillon.endpoint;

/**
 * Counts sessions that an endpoint keeps without a WebSocket, together with those that have one. Confined to the event loop of its
 * core.
 */
public interface SessionCounts {
    /** A session was opened. */
    void opened();

    /** A session that was opened has ended. */
    void closed(Ending why);

    /** No session was opened for a client. */
    void refused(String reason);

    /** A client sent so many messages. */
    void received(int messages, int bytes);

    /** So many messages were sent to a client. */
    void sent(int messages, int bytes);

    /** An exception escaped for one session's sake, which is closed. */
    void bug(RuntimeException exception);
}
