package dev.carillon.socket;

import java.time.Duration;
import java.util.List;

/**
 * Pings the sessions of a core, and ends those that are dead or idle. Looks at all of them twenty times in the shorter of the two
 * intervals. Confined to the event loop of its core.
 */
final class Heartbeat {
    private static final int LOOKS = 20;
    private static final long LEAST_MS = 5;

    private final List<Session> sessions;
    private final long pingNs;
    private final long idleNs;

    Heartbeat(List<Session> sessions, Duration pingInterval, Duration idleTimeout) {
        this.sessions = sessions;
        this.pingNs = pingInterval.isZero() ? Long.MAX_VALUE : pingInterval.toNanos();
        this.idleNs = idleTimeout.isZero() ? Long.MAX_VALUE : idleTimeout.toNanos();
    }

    /** How often to call {@link #look}, in milliseconds; 0: never. */
    long periodMs() {
        long shorter = Math.min(pingNs, idleNs);
        return shorter == Long.MAX_VALUE ? 0 : Math.max(LEAST_MS, shorter / 1_000_000 / LOOKS);
    }

    /** Looks at every session once. */
    void look(long nowNs) {
        for (int i = sessions.size() - 1; i >= 0; i--) {
            look(sessions.get(i), nowNs);
        }
    }

    private void look(Session session, long nowNs) {
        long silentNs = nowNs - session.lastReadNs;
        long sincePingNs = nowNs - session.pingedNs;
        if (!session.isOpen() || !session.isReading()) {
            // A closing session gets no frame more and has a timer of its own; one that is not read from cannot be
            // heard
            return;
        }
        if (silentNs >= idleNs) {
            session.close(CloseCodes.GOING_AWAY, "Idle for too long", CloseCause.IDLE);
        } else if (session.awaitsPong() && silentNs >= sincePingNs) {
            // Ping and this together stay below two intervals
            if (sincePingNs >= pingNs / 10 * 9) {
                session.cut(CloseCause.DEAD);
            }
        } else if (sincePingNs >= pingNs) {
            session.ping(nowNs);
        }
    }
}
