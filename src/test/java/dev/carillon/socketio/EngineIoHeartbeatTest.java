package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pings, pongs and what ends when they fail to come, by both transports. */
@ExtendWith(RedisExtension.class)
final class EngineIoHeartbeatTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance(
            "socketio.echo",
            "true",
            "socketio.pingInterval",
            "200ms",
            "socketio.pingTimeout",
            "1500ms",
            "socketio.connectTimeout",
            "4s");

    @RegisterExtension
    final Pollers pollers = new Pollers(server);

    @Test
    void shouldPingByPolling() {
        Poller poller = pollers.open();
        for (int i = 0; i < 3; i++) {
            assertThat(poller.poll().body()).isEqualTo("2");
            poller.send("3");
        }
    }

    @Test
    void shouldCloseAPollingSessionUponAPingTimeout() {
        Poller poller = pollers.open();
        assertThat(poller.poll().body()).isEqualTo("2");
        assertThat(poller.poll().body()).isEqualTo("1");
        assertThat(poller.poll().body()).contains("Session ID unknown");
    }

    @Test
    void shouldCloseASessionWhoseClientDoesNotPollAnyMore() {
        pollers.open();
        server.awaitSessions(1);
        server.awaitSessions(0);
    }

    @Test
    void shouldPingByWebSocket() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        for (int i = 0; i < 3; i++) {
            assertThat(client.readText()).isEqualTo("2");
            client.sendText("3");
        }
    }

    @Test
    void shouldCloseAWebSocketUponAPingTimeout() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        assertThat(client.readText()).isEqualTo("2");
        WsClient.Frame close = client.read();
        assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(close.closeReason()).isEqualTo("dead");
    }

    @Test
    void shouldNotMindPongsThatWereNotAskedFor() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        client.sendText("3").sendText("3").sendText("3");
        assertThat(client.readText()).isEqualTo("2");
    }

    @Test
    void shouldCloseAPollingSessionThatConnectsToNoNamespaceInTime() {
        Poller poller = pollers.open();
        String polled = poller.poll().body();
        while (polled.equals("2")) {
            poller.send("3");
            polled = poller.poll().body();
        }
        assertThat(polled).isEqualTo("1");
    }

    @Test
    void shouldCloseAWebSocketThatConnectsToNoNamespaceInTime() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        client.sendText("40/unknown");
        assertThat(client.readText()).startsWith("44/unknown");
        WsClient.Frame frame = client.read();
        while (frame.opcode() == WsClient.TEXT) {
            assertThat(frame.text()).isEqualTo("2");
            client.sendText("3");
            frame = client.read();
        }
        assertThat(frame.closeReason()).isEqualTo("idle");
    }

    @Test
    void shouldLeaveAloneWhoIsConnectedAndAnswers() {
        Poller poller = pollers.connect("/echo,");
        assertThat(poller.nextMessage()).startsWith("42/echo,[\"auth\"");
        long end = System.nanoTime() + 4_500_000_000L;
        while (System.nanoTime() < end) {
            assertThat(poller.next()).isEqualTo("2");
            poller.send("3");
        }
        poller.send("42/echo,[\"message\"]");
        assertThat(poller.nextMessage()).isEqualTo("42/echo,[\"message-back\"]");
    }
}
