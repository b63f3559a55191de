package dev.carillon.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from the shortest to the longest pause, each drawn at random between its half
 * and the whole, so that many who lost the same thing do not come back at once. Confined to the event loop of its owner.
 */
public final class Backoff {
    private final long minMs;
    private final long maxMs;
    private final RandomGenerator random;
    private long ceilingMs;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMs = min.toMillis();
        this.maxMs = max.toMillis();
        this.random = random;
        this.ceilingMs = minMs;
    }

    /** The next pause in milliseconds, at least 1. */
    public long nextMs() {
        long pause = ceilingMs / 2 + random.nextLong(ceilingMs - ceilingMs / 2 + 1);
        ceilingMs = Math.min(maxMs, ceilingMs * 2);
        return Math.max(1, pause);
    }

    /** An attempt succeeded: the next pause is short again. */
    public void reset() {
        ceilingMs = minMs;
    }
}
