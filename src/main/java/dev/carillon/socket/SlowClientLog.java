package dev.carillon.socket;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once a minute at most what happened to clients that read too slowly. Confined to the event loop of its core. */
final class SlowClientLog {
    private static final Logger log = LoggerFactory.getLogger(SlowClientLog.class);
    private static final long PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private final int maxPendingBytes;
    private long dropped;
    private long disconnected;
    private long saidNs;
    private boolean said;

    SlowClientLog(int maxPendingBytes) {
        this.maxPendingBytes = maxPendingBytes;
    }

    void dropped(int messages) {
        dropped += messages;
    }

    void disconnected() {
        disconnected++;
    }

    /** Called now and then. */
    void report(long nowNs) {
        if (dropped + disconnected > 0 && (!said || nowNs - saidNs >= PAUSE_NS)) {
            log.warn(
                    "Slow clients: {} sessions closed and {} messages dropped because more than {} bytes waited",
                    disconnected,
                    dropped,
                    maxPendingBytes);
            said = true;
            saidNs = nowNs;
            dropped = 0;
            disconnected = 0;
        }
    }
}
