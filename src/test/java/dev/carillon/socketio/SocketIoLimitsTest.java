package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is bounded, and how it is answered when the bound is reached; and which pages may poll. */
@ExtendWith(RedisExtension.class)
final class SocketIoLimitsTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private int port;

    @Order(3)
    @RegisterExtension
    final Pollers pollers = new Pollers(() -> port);

    @Test
    void shouldRefuseSessionsBeyondTheInstancesPlacesAndGiveEachBackOnce() {
        Instance instance = start("server.maxSessions", "2", "server.verticlesPerPort", "2");
        for (int round = 0; round < 3; round++) {
            Poller first = pollers.echo();
            WsClient socket = clients.open(port, EngineIoWebSocketTest.HANDSHAKE + "&sid=" + first.sid());
            socket.sendText("2probe").sendText("5").sendText("42/echo,[\"message\",1]");
            assertThat(socket.readText()).isEqualTo("3probe");
            assertThat(socket.readText()).isEqualTo("42/echo,[\"message-back\",1]");
            Poller second = pollers.open();
            RawHttp.Answer refused = RawHttp.get(port, Poller.HANDSHAKE);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.head().toLowerCase()).contains("retry-after: 5");
            second.send("1");
            socket.sendText("1");
            socket.readClose();
            socket.sendClose(1000, "");
            await().until(() -> open(instance) == 0);
        }
        assertThat(Instances.metric(instance, "carillon_handshakes_refused_total", "reason", "full"))
                .isEqualTo(3);
        assertThat(closed(instance, "upgraded")).isEqualTo(3);
    }

    @Test
    void shouldCloseASessionForWhichTooMuchWaits() {
        Instance instance = start("socketio.maxPendingBytes", "10000");
        Poller idle = pollers.connect("");
        Poller reading = pollers.connect("");
        for (int i = 0; i < 6; i++) {
            publish("{\"event\":\"e\",\"data\":\"" + "x".repeat(2400) + "\"}");
            assertThat(reading.next()).hasSize(2400 + 10);
        }
        await().until(() -> closed(instance, "slow") == 1);
        assertThat(idle.poll().status()).isEqualTo(400);
        assertThat(open(instance)).isEqualTo(1);
        // One packet may be as large as it is
        publish("{\"event\":\"e\",\"data\":\"" + "x".repeat(50_000) + "\"}");
        assertThat(reading.next()).hasSize(50_010);
    }

    @Test
    void shouldRefuseAPayloadThatIsTooLargeAndCloseTheSession() {
        Instance instance = start("socketio.maxPayloadBytes", "2000", "server.verticlesPerPort", "3");
        Poller poller = pollers.echo();
        String full = "42/echo,[\"message\",\"" + "x".repeat(1978) + "\"]";
        assertThat(full).hasSize(2000);
        poller.send(full);
        assertThat(poller.next()).hasSize(2005);
        RawHttp.Answer answer = poller.post(full + " ");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(poller.poll().status()).isEqualTo(400);
        assertThat(closed(instance, "too_big")).isEqualTo(1);
    }

    @Test
    void shouldRefuseAPayloadThatIsFoundToBeTooLargeAsItComes() {
        Instance instance = start("socketio.maxPayloadBytes", "2000");
        Poller poller = pollers.echo();
        WsClient connection = new WsClient(port);
        connection.send(("POST " + poller.target() + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        byte[] chunk = ("3e8\r\n" + "4".repeat(1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        connection.send(chunk).send(chunk).send(chunk);
        assertThat(connection.readHead()).startsWith("HTTP/1.1 413");
        connection.close();
        assertThat(poller.poll().status()).isEqualTo(400);
        assertThat(closed(instance, "too_big")).isEqualTo(1);
    }

    @Test
    void shouldCutAPayloadThatNeverEnds() {
        start("socketio.pingInterval", "200ms", "socketio.pingTimeout", "200ms");
        Poller poller = pollers.open();
        WsClient connection = new WsClient(port);
        connection.send(("POST " + poller.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(connection.awaitEnd()).isTrue();
        connection.close();
    }

    @Test
    void shouldAnswerARequestWithManyMessagesOnceTheyAreAnswered() {
        start("socketio.maxUnanswered", "3");
        Poller poller = pollers.connect("");
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            payload.append(i == 0 ? "" : "\u001e")
                    .append("42")
                    .append(i)
                    .append("[\"checkbox-update\",{\"index\":")
                    .append(i)
                    .append(",\"value\":true}]");
        }
        poller.send(payload.toString());
        int acks = 0;
        int ticks = 0;
        while (acks < 100 || ticks < 100) {
            String packet = poller.next();
            if (packet.startsWith("43")) {
                assertThat(packet).startsWith("43" + acks++ + "[{\"version\":");
            } else {
                assertThat(packet).contains("{\"index\":" + ticks++ + ",");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "'', https://a.example, none, none",
                "'*', https://a.example, *, none",
                "'*', none, *, none",
                "'https://a.example,https://b.example', https://b.example, https://b.example, Origin",
                "'https://a.example,https://b.example', https://c.example, none, Origin",
            })
    void shouldSayWhichPagesMayPoll(String allowed, String origin, String answered, String vary) {
        start("socketio.corsOrigins", allowed);
        String[] headers = origin == null ? new String[0] : new String[] {"Origin: " + origin};
        RawHttp.Answer answer = RawHttp.get(port, Poller.HANDSHAKE, headers);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo(answered);
        assertThat(header(answer, "vary")).isEqualTo(vary);
        RawHttp.Answer refused = RawHttp.get(port, "/socket.io/?EIO=4", headers);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(header(refused, "access-control-allow-origin")).isEqualTo(answered);

        RawHttp.Answer preflight = RawHttp.send(port, "OPTIONS", Poller.HANDSHAKE, new byte[0], headers)
                .answer();
        assertThat(preflight.status()).isEqualTo(answered == null ? 403 : 204);
        assertThat(header(preflight, "access-control-allow-methods")).isEqualTo(answered == null ? null : "GET, POST");
        assertThat(preflight.body()).isEqualTo(answered == null ? "{\"code\":4,\"message\":\"Forbidden\"}" : "");
    }

    @Test
    void shouldGrantHeadersThatAPreflightAsksFor() {
        start("socketio.corsOrigins", "https://a.example");
        RawHttp.Answer preflight = RawHttp.send(
                        port,
                        "OPTIONS",
                        Poller.HANDSHAKE,
                        new byte[0],
                        "Origin: https://a.example",
                        "Access-Control-Request-Headers: content-type, x-my-header")
                .answer();
        assertThat(header(preflight, "access-control-allow-headers")).isEqualTo("content-type, x-my-header");
        assertThat(header(preflight, "access-control-allow-credentials")).isEqualTo("true");
    }

    private Instance start(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "socketio.echo";
        all[settings.length + 1] = "true";
        Instance instance = instances.start(all);
        port = Instances.port(instance);
        return instance;
    }

    private static String header(RawHttp.Answer answer, String name) {
        for (String line : answer.head().split("\r\n")) {
            if (line.toLowerCase().startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    private static void publish(String text) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "server:broker", text);
        }
    }

    private static double open(Instance instance) {
        return Instances.metric(instance, "carillon_sessions_open", "endpoint", "socketio");
    }

    private static double closed(Instance instance, String reason) {
        return Instances.metric(instance, "carillon_sessions_closed_total", "endpoint", "socketio", "reason", reason);
    }
}
