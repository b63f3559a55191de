package dev.carillon.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of one link. Written on the event loop of the bridge, read by whoever scrapes. */
final class LinkMetrics {
    private final Counter reconnects;
    private double up;

    LinkMetrics(MeterRegistry registry, String link) {
        this.reconnects = Counter.builder("carillon.redis.reconnects")
                .description("How often a lost link to Redis came up again")
                .tag("link", link)
                .register(registry);
        Gauge.builder("carillon.redis.link.up", this, metrics -> metrics.up)
                .description("Whether a link to Redis is up (1) or not (0)")
                .tag("link", link)
                .strongReference(true)
                .register(registry);
    }

    void up(boolean isUp) {
        up = isUp ? 1 : 0;
    }

    void reconnected() {
        reconnects.increment();
    }
}
