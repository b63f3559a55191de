package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.bus.Bus;
import dev.carillon.bus.Downlink;
import dev.carillon.bus.Event;
import dev.carillon.bus.Position;
import dev.carillon.config.ConfigLoader;
import dev.carillon.endpoint.Channels;
import dev.carillon.ops.SessionQuota;
import dev.carillon.testing.Instances;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long messages take from where they were accepted. */
final class AcceptLatencyTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CoreMetrics metrics = new CoreMetrics(registry, channel -> channel);
    private final Timer latency = registry.get("carillon.accept.latency").timer();

    @AfterEach
    void close() {
        Instances.await(vertx.close());
    }

    @Test
    void shouldRecordEachMessageThatSomebodyHearsAndWhoseBeginningIsKnown() {
        long now = System.currentTimeMillis();
        List<Event> events = List.of(
                delivery("heard", now - 5000),
                delivery("heard", 0),
                delivery("unheard", now - 5000),
                // By another machine's clock
                delivery("heard", now + 60_000));
        receive(events);
        await().until(() -> latency.count() == 2);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isBetween(5.0, 20.0);
    }

    @Test
    void shouldRecordHoweverManyCameInATurn() {
        long now = System.currentTimeMillis();
        receive(IntStream.range(0, 100)
                .mapToObj(i -> (Event) delivery("heard", now - i))
                .toList());
        await().until(() -> latency.count() == 100);
    }

    private void receive(List<Event> events) {
        Bus.registerCodecs(vertx);
        vertx.getOrCreateContext().runOnContext(start -> {
            SocketSettings settings = ConfigLoader.of(Map.of()).socket();
            Bus bus = new Bus(vertx);
            Core core = new Core(vertx.getOrCreateContext(), settings, new SessionQuota(1), metrics, bus, 0, 0);
            Channels.Listener listener = (number, text) -> {};
            core.channels().listen("heard", listener);
            core.receive(new Downlink(events));
        });
    }

    private static Event.Delivery delivery(String channel, long acceptedMs) {
        return new Event.Delivery(
                1, channel, new byte[] {'x'}, System.nanoTime(), new Position("epoch", 1), acceptedMs);
    }
}
