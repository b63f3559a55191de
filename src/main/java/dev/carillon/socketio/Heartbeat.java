package dev.carillon.socketio;

/**
 * When a client is pinged and when it counts as dead (engine.io-protocol, version 4, "Heartbeat"). Confined to the event loop of its
 * session.
 */
final class Heartbeat {
    enum Sign {
        /** Nothing is to be done. */
        NONE,
        /** A ping is due, and from now on the answer. */
        PING,
        /** The answer did not come in time. */
        DEAD
    }

    private final long intervalNs;
    private final long timeoutNs;

    // Touched only on the session's event loop
    private boolean pinged;
    private long deadlineNs;

    Heartbeat(SocketIoSettings settings, long nowNs) {
        this.intervalNs = settings.pingInterval().toNanos();
        this.timeoutNs = settings.pingTimeout().toNanos();
        this.deadlineNs = nowNs + intervalNs;
    }

    Sign look(long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return Sign.NONE;
        }
        if (pinged) {
            return Sign.DEAD;
        }
        pinged = true;
        deadlineNs = nowNs + timeoutNs;
        return Sign.PING;
    }

    /** The client has answered; an answer that was not asked for does nothing. */
    void answered(long nowNs) {
        if (pinged) {
            pinged = false;
            deadlineNs = nowNs + intervalNs;
        }
    }

    boolean isPinged() {
        return pinged;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    /** Goes on where another heartbeat was. */
    void resume(boolean wasPinged, long atNs) {
        pinged = wasPinged;
        deadlineNs = atNs;
    }
}
