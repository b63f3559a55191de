package dev.carillon.load.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since 1970, from the monotonic clock, so that due times mean the same in every worker. Immutable. */
public final class Clock {
    private static final int NANOS = 1000;

    private final long baseUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final long baseNs = System.nanoTime();

    public long nowUs() {
        return baseUs + (System.nanoTime() - baseNs) / NANOS;
    }
}
