package dev.carillon.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is counted of the canaries. Written on the event loop of the bridge, read by whoever scrapes. */
final class CanaryMetrics {
    private final Counter lost;
    private final Timer roundTrip;
    private long backNs;

    CanaryMetrics(MeterRegistry registry) {
        this.lost = Counter.builder("carillon.canary.lost")
                .description("Canaries that did not come back in time")
                .register(registry);
        this.roundTrip = Timer.builder("carillon.canary.roundtrip")
                .description("From a canary's way into the queue of commands until it is back")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        TimeGauge.builder("carillon.canary.age", () -> System.nanoTime() - backNs, TimeUnit.NANOSECONDS)
                .description("Time since the last canary came back")
                .strongReference(true)
                .register(registry);
    }

    void lost() {
        lost.increment();
    }

    void roundTrip(long nanos) {
        roundTrip.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param nowNs when one came back */
    void back(long nowNs) {
        backNs = nowNs;
    }
}
