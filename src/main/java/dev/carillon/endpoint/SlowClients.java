package dev.carillon.endpoint;

/** What happens to a session whose client does not read all that waits for it. */
public enum SlowClients {
    /** When more bytes wait than {@code socket.maxPendingBytes}, the session is closed with 1013. */
    DISCONNECT,
    /**
     * When more bytes wait than {@code socket.maxPendingBytes}, the oldest broadcasts are dropped until the rest fits. The client is
     * told when it reads again.
     */
    DROP_OLDEST,
    /**
     * As soon as the client does not take all, only the newest broadcasts of each channel wait. The client is told when it reads
     * again.
     */
    LATEST_ONLY
}
