package dev.carillon.endpoint;

/**
 * What becomes of a channel's messages on one core: {@code owed = delivered + dropped + gone + queued - unqueued}, each message
 * counted once for each session. Confined to the event loop of that core.
 */
public interface Account {
    /** So many messages were to reach a session each. */
    void owed(long messages);

    /** So many began to wait for a session. */
    void queued(int messages);

    /** So many wait no longer, whatever became of them. */
    void unqueued(int messages);

    /** So many were written to a connection. */
    void delivered(int messages);

    /** So many were given up because a client read too slowly. */
    void dropped(int messages);

    /** So many were given up because a session ended. */
    void gone(int messages);
}
