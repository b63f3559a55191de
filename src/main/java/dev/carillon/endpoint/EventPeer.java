package dev.carillon.endpoint;

/** A client of an {@link EventEndpoint}. Confined to the event loop of the core that owns the session. */
public interface EventPeer {
    /** Identity of the session, unique over all instances. */
    String id();

    /** Whether events can still be sent. */
    boolean isOpen();

    /** Sends an event to this client alone. */
    void emit(String event, Object... arguments);

    /** As {@link Peer#owe}. */
    void owe(int messages);

    /** As {@link Peer#settle}. */
    void settle(int messages);
}
