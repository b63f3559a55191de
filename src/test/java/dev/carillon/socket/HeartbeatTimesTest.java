package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings, and the end of sessions that are dead or idle. */
@ExtendWith(RedisExtension.class)
final class HeartbeatTimesTest {
    @RegisterExtension
    final Instances instances = new Instances();

    @ParameterizedTest
    @CsvSource({
        "25s, 300s, 1250",
        "300s, 25s, 1250",
        "0s, 20s, 1000",
        "20s, 0s, 1000",
        "0s, 0s, 0",
        "50ms, 0s, 5",
        "1s, 0s, 50"
    })
    void shouldLookOftenEnough(String ping, String idle, long periodMs) {
        assertThat(new Heartbeat(List.of(), duration(ping), duration(idle)).periodMs())
                .isEqualTo(periodMs);
    }

    @Test
    void shouldPingASessionAsLongAsItAnswers() {
        Instance instance = instances.start("socket.pingInterval", "300ms", "socket.idleTimeout", "0s");
        try (WsClient client = WsClient.open(Instances.port(instance), "/echo")) {
            for (int i = 0; i < 4; i++) {
                WsClient.Frame ping = client.read();
                assertThat(ping.opcode()).isEqualTo(WsClient.PING);
                client.send(Frames.pong(ping.payload()));
            }
            client.send(Frames.text("alive"));
            while (client.read().opcode() == WsClient.PING) {
                client.send(Frames.pong(""));
            }
        }
    }

    @Test
    void shouldCutASessionThatAnswersNoPing() {
        Instance instance = instances.start("socket.pingInterval", "50ms", "socket.idleTimeout", "0s");
        try (WsClient client = WsClient.open(Instances.port(instance), "/echo")) {
            assertThat(client.read().opcode()).isEqualTo(WsClient.PING);
            assertThat(client.input()).isEmpty();
        }
        awaitClosed(instance, "dead");
    }

    @Test
    void shouldCloseASessionThatIsIdle() {
        Instance instance = instances.start("socket.pingInterval", "0s", "socket.idleTimeout", "300ms");
        try (WsClient client = WsClient.open(Instances.port(instance), "/echo")) {
            client.send(Frames.text("active")).readText();
            assertThat(client.read().closeCode()).isEqualTo(1001);
            assertThat(client.sendClose(1001, "").awaitEnd()).isTrue();
        }
        awaitClosed(instance, "idle");
    }

    private static void awaitClosed(Instance instance, String reason) {
        Awaitility.await("one session closed as " + reason)
                .until(() -> Instances.metric(instance, "carillon_sessions_closed_total", "reason", reason) == 1);
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.replace("ms", "").replace("s", "") + "S")
                .dividedBy(text.endsWith("ms") ? 1000 : 1);
    }
}
