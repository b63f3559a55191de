package dev.carillon.endpoint;

/** What happens to a session when more bytes wait for its client than {@code socket.maxPendingBytes}. */
public enum SlowClients {
    /** The session is closed with 1013. */
    DISCONNECT,
    /** Its oldest waiting broadcasts are dropped, and counted, until the rest fits. */
    DROP
}
