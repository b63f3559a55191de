package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Bus;
import dev.carillon.bus.Downlink;
import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import dev.carillon.config.ConfigLoader;
import dev.carillon.endpoint.EchoEndpoint;
import dev.carillon.endpoint.Rendering;
import dev.carillon.endpoint.SlowClients;
import dev.carillon.ops.SessionQuota;
import dev.carillon.testing.Instances;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From what is published to what a session gets of it, on a connection whose taking is under the test's control. */
final class AudienceTest {
    private static final int BYTES = 900;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final CoreMetrics metrics = new CoreMetrics(new SimpleMeterRegistry(), channel -> channel);
    private Core core;
    private EmbeddedChannel channel;

    @AfterEach
    void close() {
        Instances.await(vertx.close());
    }

    @Test
    void shouldTellWhichMessagesOfTheHistoryAreMissing() {
        onContext(this::openSession);
        onContext(() -> takes(false));
        receive(message(5), message(6));
        receive(message(7));
        receive(missed(8, 20), message(21));
        receive(message(22));
        onContext(() -> takes(true));
        // By what may wait, only the last was kept
        assertThat(written()).isEqualTo("<5-21><22>");
    }

    private void openSession() {
        Bus.registerCodecs(vertx);
        SocketSettings settings =
                ConfigLoader.of(Map.of("socket.maxPendingBytes", "1024")).socket();
        core = new Core(context, settings, new SessionQuota(1), metrics, new Bus(vertx), 0, 0);
        Session session = new Session(
                core,
                new ServedEndpoint(
                        "echo",
                        "/echo",
                        new EchoEndpoint(null, null),
                        SlowClients.DROP_OLDEST,
                        metrics.endpoint("echo")),
                null);
        channel = new EmbeddedChannel(session);
        session.open(name -> null);
        session.handshakeWritten();
        session.join("chat", new Rendering() {
            @Override
            public byte[] announced(Gap gap) {
                return text("<" + gap.from() + "-" + gap.to() + ">");
            }
        });
    }

    private void receive(Event... events) {
        onContext(() -> core.receive(new Downlink(List.of(events))));
    }

    /** Runs an action, and waits for the end of its turn. */
    private void onContext(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(start -> {
            try {
                action.run();
                context.runOnContext(turn -> context.runOnContext(end -> done.complete()));
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        Instances.await(done.future());
    }

    private void takes(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private static Event message(long offset) {
        byte[] payload = text("<" + offset + ">" + " ".repeat(BYTES));
        return new Event.Delivery(offset, "chat", payload, System.nanoTime(), new Position("epoch", offset), 0);
    }

    private static Event missed(long from, long to) {
        return new Event.Missed(to, new Gap("chat", from, to, Gap.Reason.TRIMMED));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What is in angle brackets of all that was written. */
    private String written() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return all.toString().replaceAll("[^<]*(<[^>]*>)[^<]*", "$1");
    }
}
