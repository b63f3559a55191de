package dev.carillon.redis;

import dev.carillon.bus.Gap;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What the bridge counts. Confined to the event loop of the bridge. */
final class RedisMetrics {
    private final MeterRegistry registry;
    private final Counter commands;
    private final Counter refused;
    private final Counter timedOut;
    private final Counter pushes;
    private final Counter bugs;
    private final Counter recovered;
    private final Counter repeated;
    private final Map<Gap.Reason, Counter> gaps = new EnumMap<>(Gap.Reason.class);
    private final Map<Gap.Reason, Counter> notRecalled = new EnumMap<>(Gap.Reason.class);
    private final DistributionSummary batchSize;
    private final Timer roundTrip;

    RedisMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commands = counter("carillon.redis.commands", "Commands that were sent to Redis");
        this.refused = counter("carillon.redis.commands.refused", "Commands that found too many others waiting");
        this.timedOut = counter("carillon.redis.commands.timed.out", "Commands that waited or ran too long");
        this.pushes = counter(
                "carillon.redis.pushes", "Messages that Redis pushed, or that were missed and read; canaries apart");
        this.bugs = Counter.builder("carillon.bugs")
                .description("Exceptions that escaped where none may; each is a bug")
                .tag("where", "bridge")
                .register(registry);
        this.recovered = counter("carillon.history.recovered", "Messages that were missed and read from the history");
        this.repeated = counter("carillon.history.repeated", "Messages that came again and were not passed on");
        for (Gap.Reason reason : List.of(Gap.Reason.TRIMMED, Gap.Reason.REWOUND)) {
            gaps.put(reason, gaps("carillon.history.gaps", "Losses to all sessions of this instance", reason));
        }
        for (Gap.Reason reason : EnumSet.complementOf(EnumSet.of(Gap.Reason.SLOW))) {
            notRecalled.put(reason, gaps("carillon.history.recall.gaps", "Losses to clients that came back", reason));
        }
        this.batchSize = DistributionSummary.builder("carillon.redis.batch.commands")
                .description("Commands in one write to Redis")
                .serviceLevelObjectives(1, 3, 10, 30, 100, 300, 1000, 3000)
                .register(registry);
        this.roundTrip = Timer.builder("carillon.redis.roundtrip")
                .description("From a write to Redis to the last of its answers")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    /** Shows how many commands wait or run. */
    void watchQueue(IntSupplier size) {
        Gauge.builder("carillon.redis.commands.waiting", size::getAsInt)
                .description("Commands that wait for Redis or for its answer")
                .strongReference(true)
                .register(registry);
    }

    /** Shows how many channels Redis is asked for. */
    void watchChannels(IntSupplier size) {
        Gauge.builder("carillon.redis.channels", size::getAsInt)
                .description("Channels that this instance is subscribed to")
                .strongReference(true)
                .register(registry);
    }

    /** Messages of channels with history that were not pushed and were read instead. */
    void recovered(int size) {
        recovered.increment(size);
    }

    /** A message of a channel with history was pushed that was there already. */
    void repeated() {
        repeated.increment();
    }

    /** Messages of a channel with history are lost. */
    void gap(Gap.Reason reason) {
        gaps.get(reason).increment();
    }

    /** Messages of a channel with history are lost to a client that came back. */
    void notRecalled(Gap.Reason reason) {
        notRecalled.get(reason).increment();
    }

    LinkMetrics link(String name) {
        return new LinkMetrics(registry, name);
    }

    void sent(int size) {
        commands.increment(size);
        batchSize.record(size);
    }

    void answered(long nanos) {
        roundTrip.record(nanos, TimeUnit.NANOSECONDS);
    }

    void refused() {
        refused.increment();
    }

    void timedOut(int size) {
        timedOut.increment(size);
    }

    void pushed(int size) {
        pushes.increment(size);
    }

    void bug() {
        bugs.increment();
    }

    private Counter gaps(String name, String description, Gap.Reason reason) {
        return Counter.builder(name)
                .description(description)
                .tag("reason", reason.label())
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
