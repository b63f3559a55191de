package dev.carillon.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * What a core counts. Numbers gather in plain fields and go to the registry, which all cores share, once a turn. Confined to the
 * event loop of its core.
 */
final class CoreMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary turnSize;
    private final Timer latency;
    private final Timer acceptLatency;
    private final Counter bugs;
    private final Ledger ledger;
    private final List<ByEndpoint> endpoints = new ArrayList<>();

    /** @param channelLabels from the name of a channel to that by which its messages are counted, of which there are few */
    CoreMetrics(MeterRegistry registry, UnaryOperator<String> channelLabels) {
        this.registry = registry;
        this.ledger = new Ledger(registry, channelLabels);
        this.turnSize = DistributionSummary.builder("carillon.turn.sessions")
                .description("Sessions that were written to in one turn of a core's event loop")
                .serviceLevelObjectives(1, 3, 10, 30, 100, 300, 1000, 3000, 10000)
                .register(registry);
        this.latency = Timer.builder("carillon.delivery.latency")
                .description("From Redis's push to the socket write of its last session, the oldest push of each turn")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.acceptLatency = Timer.builder("carillon.accept.latency")
                .description(
                        "From the moment an instance accepted a message to the socket write of its last session here, each message")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
        this.bugs = Counter.builder("carillon.bugs")
                .description("Exceptions that escaped where none may; each is a bug")
                .tag("where", "socket")
                .register(registry);
    }

    ByEndpoint endpoint(String name) {
        ByEndpoint metrics = new ByEndpoint(registry, name);
        endpoints.add(metrics);
        return metrics;
    }

    void bug() {
        bugs.increment();
    }

    /** A handshake was refused. */
    void refused(String reason) {
        Counter.builder("carillon.handshakes.refused")
                .description("Handshakes that were answered with an error")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    void delivered(long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * A message was written to its sessions.
     *
     * @param ms since it was accepted, by the clocks of two machines perhaps
     */
    void writtenAfter(long ms) {
        acceptLatency.record(Math.max(0, ms), TimeUnit.MILLISECONDS);
    }

    /** Where messages are counted by their channels. */
    Ledger ledger() {
        return ledger;
    }

    void turnEnded(int sessions) {
        if (sessions > 0) {
            turnSize.record(sessions);
        }
        for (ByEndpoint metrics : endpoints) {
            metrics.turnEnded();
        }
        ledger.turnEnded();
    }

    /** What is counted for each endpoint by itself. Confined to the event loop of its core. */
    static final class ByEndpoint {
        private final String name;
        private final MeterRegistry registry;
        private final Counter opened;
        private final Counter messagesIn;
        private final Counter messagesOut;
        private final Counter bytesIn;
        private final Counter bytesOut;
        private final Map<CloseCause, Counter> closed = new EnumMap<>(CloseCause.class);
        private final Map<DropCause, Counter> dropped = new EnumMap<>(DropCause.class);

        // Touched only on this core's event loop
        private long messagesInTurn;
        private long messagesOutTurn;
        private long bytesInTurn;
        private long bytesOutTurn;

        private ByEndpoint(MeterRegistry registry, String name) {
            this.registry = registry;
            this.name = name;
            this.opened = counter("carillon.sessions.opened", "Sessions that were opened", null);
            this.messagesIn = counter("carillon.messages.received", "Messages that clients sent", null);
            this.messagesOut = counter("carillon.messages.sent", "Messages that were written to sessions", null);
            this.bytesIn = counter("carillon.received", "Payload that clients sent", "bytes");
            this.bytesOut = counter("carillon.sent", "Frames that were written to sessions", "bytes");
            for (CloseCause cause : CloseCause.values()) {
                closed.put(
                        cause,
                        Counter.builder("carillon.sessions.closed")
                                .description("Sessions that ended, by the reason")
                                .tag("endpoint", name)
                                .tag("reason", cause.label())
                                .register(registry));
            }
            for (DropCause cause : DropCause.values()) {
                dropped.put(
                        cause,
                        Counter.builder("carillon.messages.dropped")
                                .description("Messages that were meant for a session and did not reach it")
                                .tag("endpoint", name)
                                .tag("reason", cause.label())
                                .register(registry));
            }
            Gauge.builder("carillon.sessions.open", this, ByEndpoint::open)
                    .description("Sessions that are open now")
                    .tag("endpoint", name)
                    .strongReference(true)
                    .register(registry);
        }

        void opened() {
            opened.increment();
        }

        void closed(CloseCause cause) {
            closed.get(cause).increment();
        }

        void received(int messages, int bytes) {
            messagesInTurn += messages;
            bytesInTurn += bytes;
        }

        void sent(int messages, int bytes) {
            messagesOutTurn += messages;
            bytesOutTurn += bytes;
        }

        /** Messages that were meant for a session and will not reach it. */
        void dropped(DropCause cause, int messages) {
            if (messages > 0) {
                dropped.get(cause).increment(messages);
            }
        }

        // Other cores count on the same counters: the difference is that of the instance
        private double open() {
            return opened.count()
                    - closed.values().stream().mapToDouble(Counter::count).sum();
        }

        private void turnEnded() {
            if (messagesInTurn != 0) {
                messagesIn.increment(messagesInTurn);
                bytesIn.increment(bytesInTurn);
                messagesInTurn = 0;
                bytesInTurn = 0;
            }
            if (bytesOutTurn != 0) {
                messagesOut.increment(messagesOutTurn);
                bytesOut.increment(bytesOutTurn);
                messagesOutTurn = 0;
                bytesOutTurn = 0;
            }
        }

        private Counter counter(String meter, String description, String unit) {
            return Counter.builder(meter)
                    .description(description)
                    .baseUnit(unit)
                    .tag("endpoint", name)
                    .register(registry);
        }
    }
}
