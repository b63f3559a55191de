package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.bus.Bus;
import dev.carillon.config.ConfigLoader;
import dev.carillon.endpoint.EchoEndpoint;
import dev.carillon.endpoint.SlowClients;
import dev.carillon.ops.SessionQuota;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings, and the end of sessions that are dead or idle. */
@ExtendWith(RedisExtension.class)
final class HeartbeatTest {
    // For a machine that is busy with other things; only lower bounds are sharp
    private static final Duration SLACK = Duration.ofMillis(800);

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldPingAtTheInterval() {
        Duration interval = Duration.ofMillis(200);
        WsClient client = clients.open(instances.start("socket.pingInterval", "200ms"), "/echo");
        long firstNs = 0;
        for (int i = 0; i <= 5; i++) {
            WsClient.Frame ping = client.read();
            assertThat(ping.opcode()).isEqualTo(WsClient.PING);
            assertThat(ping.fin()).isTrue();
            assertThat(ping.payload()).isEmpty();
            firstNs = i == 0 ? System.nanoTime() : firstNs;
            pong(client);
        }
        assertThat(since(firstNs))
                .isBetween(
                        interval.multipliedBy(4),
                        interval.multipliedBy(5).multipliedBy(12).dividedBy(10).plus(SLACK));
    }

    @Test
    void shouldKeepAClientThatAnswers() {
        Instance instance = instances.start("socket.pingInterval", "100ms", "socket.idleTimeout", "400ms");
        WsClient client = clients.open(instance, "/echo");
        for (int i = 0; i < 8; i++) {
            assertThat(client.read().opcode()).isEqualTo(WsClient.PING);
            pong(client);
        }
        client.sendText("still here");
        assertThat(nextText(client)).isEqualTo("still here");
        assertThat(Instances.metric(instance, "carillon_sessions_open", "endpoint", "echo"))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeAnyFrameForASignOfLife() {
        Instance instance = instances.start("socket.pingInterval", "100ms");
        WsClient client = clients.open(instance, "/echo");
        for (int i = 0; i < 5; i++) {
            assertThat(client.read().opcode()).isEqualTo(WsClient.PING);
            assertThat(client.sendText("no pong").readText()).isEqualTo("no pong");
        }
    }

    @Test
    void shouldCutAClientThatDoesNotAnswerWithinTwoIntervals() {
        Duration interval = Duration.ofSeconds(1);
        Instance instance = instances.start("socket.pingInterval", "1s");
        long beforeNs = System.nanoTime();
        WsClient client = clients.open(instance, "/echo");
        assertThat(client.read().opcode()).isEqualTo(WsClient.PING);
        assertThat(since(beforeNs)).isGreaterThan(interval);
        assertThat(client.awaitEnd()).isTrue();
        assertThat(since(beforeNs))
                .isBetween(
                        interval.multipliedBy(18).dividedBy(10),
                        interval.multipliedBy(2).plus(SLACK));
        await().until(() -> closed(instance, "dead") == 1);
    }

    @Test
    void shouldCutOnlyTheDead() {
        Instance instance = instances.start("socket.pingInterval", "200ms");
        WsClient dead = clients.open(instance, "/ws");
        WsClient living = clients.open(instance, "/ws");
        living.readText();
        while (closed(instance, "dead") == 0) {
            assertThat(living.read().opcode()).isEqualTo(WsClient.PING);
            pong(living);
        }
        assertThat(dead.awaitEnd()).isTrue();
        living.sendText("alive");
        assertThat(nextText(living)).endsWith("\"messageCount\":1}");
    }

    @Test
    void shouldCloseASessionThatIsIdle() {
        Instance instance = instances.start("socket.pingInterval", "0s", "socket.idleTimeout", "300ms");
        long beforeNs = System.nanoTime();
        WsClient client = clients.open(instance, "/echo");
        WsClient.Frame close = client.read();
        assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1001);
        assertThat(close.closeReason()).isEqualTo("Idle for too long");
        assertThat(since(beforeNs))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(330).plus(SLACK));
        client.sendClose(1001, "");
        assertThat(client.awaitEnd()).isTrue();
        await().until(() -> closed(instance, "idle") == 1);
    }

    @Test
    void shouldNotTakeATalkingClientForIdle() {
        Instance instance = instances.start("socket.pingInterval", "0s", "socket.idleTimeout", "300ms");
        WsClient client = clients.open(instance, "/echo");
        long startNs = System.nanoTime();
        while (since(startNs).toMillis() < 900) {
            assertThat(client.sendText("busy").readText()).isEqualTo("busy");
        }
    }

    @Test
    void shouldCutAnIdleClientThatDoesNotAnswerTheCloseFrame() {
        Instance instance = instances.start(
                "socket.pingInterval", "0s", "socket.idleTimeout", "200ms", "socket.closeTimeout", "100ms");
        WsClient client = clients.open(instance, "/echo");
        assertThat(client.readClose().closeCode()).isEqualTo(1001);
        assertThat(client.awaitEnd()).isTrue();
        await().until(() -> closed(instance, "idle") == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "25s, 300s, 1250",
        "25s, 0s, 1250",
        "0s, 300s, 15000",
        "25s, 1s, 50",
        "200ms, 300s, 10",
        "20ms, 300s, 5",
        "1ms, 1ms, 5",
        "0s, 0s, 0",
    })
    void shouldLookTwentyTimesInTheShorterInterval(String pingInterval, String idleTimeout, long periodMs) {
        SocketSettings settings = settings(pingInterval, idleTimeout);
        assertThat(new Heartbeat(List.of(), settings.pingInterval(), settings.idleTimeout()).periodMs())
                .isEqualTo(periodMs);
    }

    /** Times in ms: silent since the last frame, since the last ping if there was one. */
    @ParameterizedTest
    @CsvSource({
        // pinged when due, counted from the opening
        "10s, 60s, 9999, , nothing",
        "10s, 60s, 10000, , ping",
        // the answer to the last ping has come
        "10s, 60s, 0, 9999, nothing",
        "10s, 60s, 9000, 9999, nothing",
        "10s, 60s, 9000, 10000, ping",
        // no answer has come; together with the interval before it this is less than two
        "10s, 60s, 18999, 8999, nothing",
        "10s, 60s, 19000, 9000, cut",
        "10s, 60s, 9000, 9000, cut",
        // idle goes before all else
        "10s, 60s, 59999, 5, nothing",
        "10s, 60s, 60000, 5, close",
        "0s, 60s, 59999, , nothing",
        "0s, 60s, 60000, , close",
        // neither is on
        "10s, 0s, 86400000, 5, nothing",
        "0s, 0s, 86400000, , nothing",
    })
    void shouldDoWhatIsDue(String pingInterval, String idleTimeout, long silentMs, Long sincePingMs, String expected) {
        SocketSettings settings = settings(pingInterval, idleTimeout);
        Vertx vertx = Vertx.vertx();
        Promise<String> done = Promise.promise();
        try {
            vertx.getOrCreateContext().runOnContext(start -> {
                try {
                    done.complete(look(vertx, settings, silentMs, sincePingMs));
                } catch (RuntimeException e) {
                    done.fail(e);
                }
            });
            assertThat(Instances.await(done.future())).isEqualTo(expected);
        } finally {
            Instances.await(vertx.close());
        }
    }

    private static String look(Vertx vertx, SocketSettings settings, long silentMs, Long sincePingMs) {
        CoreMetrics metrics = new CoreMetrics(new SimpleMeterRegistry(), channel -> channel);
        Core core = new Core(vertx.getOrCreateContext(), settings, new SessionQuota(1), metrics, new Bus(vertx), 0, 0);
        Session session = new Session(
                core,
                new ServedEndpoint(
                        "echo",
                        "/echo",
                        new EchoEndpoint(null, null),
                        SlowClients.DROP_OLDEST,
                        metrics.endpoint("echo")),
                null);
        EmbeddedChannel channel = new EmbeddedChannel(session);
        session.open(name -> null);
        long now = System.nanoTime();
        session.pingedNs = now - Duration.ofMillis(silentMs).toNanos();
        if (sincePingMs != null) {
            session.ping(now - Duration.ofMillis(sincePingMs).toNanos());
        }
        session.lastReadNs = now - Duration.ofMillis(silentMs).toNanos();
        long pingedBefore = session.pingedNs;

        new Heartbeat(core.sessions(), settings.pingInterval(), settings.idleTimeout()).look(now);
        String done = "nothing";
        if (!channel.isOpen()) {
            done = "cut";
        } else if (!session.isOpen()) {
            done = "close";
        } else if (session.pingedNs != pingedBefore) {
            done = "ping";
        }
        channel.close();
        return done;
    }

    private static SocketSettings settings(String pingInterval, String idleTimeout) {
        return ConfigLoader.of(Map.of("socket.pingInterval", pingInterval, "socket.idleTimeout", idleTimeout))
                .socket();
    }

    private static void pong(WsClient client) {
        client.send(WsClient.frame(WsClient.PONG, true, 0, new byte[0]));
    }

    /** Answers pings until a text comes. */
    private static String nextText(WsClient client) {
        WsClient.Frame frame = client.read();
        while (frame.opcode() == WsClient.PING) {
            pong(client);
            frame = client.read();
        }
        return frame.text();
    }

    private static Duration since(long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private static double closed(Instance instance, String reason) {
        return Instances.metric(instance, "carillon_sessions_closed_total", "reason", reason);
    }
}
