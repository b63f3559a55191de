package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;

/** What answers on a WebSocket, at present. Confined to the event loop of its session. */
interface Line {
    /** Takes a packet from the client. */
    void received(EnginePacket packet) throws MalformedException;

    /** Does what time asks for. */
    void look(long nowNs);

    /** Closes the WebSocket after all that was sent before. */
    void close(Ending why);

    /** As {@link dev.carillon.endpoint.Endpoint#caughtUp}. */
    default void caughtUp() {}

    /** The connection is gone. */
    void closed();
}
