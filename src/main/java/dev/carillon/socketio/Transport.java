package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;

/** How packets get to one client. Confined to the event loop of its session. */
interface Transport {
    /** Whether packets can still be sent. */
    boolean isOpen();

    /** Sends a packet at the end of the turn, after all that was sent before it. */
    void send(EnginePacket packet);

    /** From now on the client gets what is published on the channel, as {@link Namespaces#rendered} has it. */
    void join(String channel);

    /** Ends what {@link #join} began. */
    void leave(String channel);

    /** As {@link dev.carillon.endpoint.Peer#owe}. */
    void owe(int messages);

    /** As {@link dev.carillon.endpoint.Peer#settle}. */
    void settle(int messages);

    /** Closes the session after all that was sent before. */
    void close(Ending why);
}
