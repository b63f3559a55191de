package dev.carillon.load.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the back-end's connections count. Callable from any thread. */
final class BackEndCounters {
    private static final int REASONS = 20;

    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, Long> reasons = new ConcurrentHashMap<>();
    private volatile String lastProbeFailure = "";

    void sent() {
        sent.increment();
    }

    void refused(String why) {
        refused.increment();
        String reason = "back-end: " + why;
        if (reasons.size() < REASONS || reasons.containsKey(reason)) {
            reasons.merge(reason, 1L, Long::sum);
        }
    }

    void probeFailed(String why) {
        lastProbeFailure = why;
    }

    long totalSent() {
        return sent.sum();
    }

    long totalRefused() {
        return refused.sum();
    }

    Map<String, Long> reasons() {
        return Map.copyOf(reasons);
    }

    /** Why the last probe failed, empty when none did. */
    String lastProbeFailure() {
        return lastProbeFailure;
    }
}
