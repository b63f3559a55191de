package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That each message is accounted for that was meant for a client without a WebSocket. */
@ExtendWith(RedisExtension.class)
final class PollingLedgerTest {
    private static final String BOARD = "server:broker";

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
    void shouldCountWhatIsFetchedAndWhatIsNot() {
        start();
        Poller reading = pollers.connect("");
        Poller idle = pollers.connect("");
        publish(10);
        for (int i = 0; i < 10; i++) {
            assertThat(reading.next()).isEqualTo("42[\"n\"," + i + "]");
        }
        await().until(() -> account().getLong("pending") == 10);
        assertThat(account().getLong("delivered")).isEqualTo(10);
        assertThat(account().getBoolean("balanced")).isTrue();
        idle.send("1");
        Ledger.isBalanced(port);
        assertThat(account().getLong("gone")).isEqualTo(10);
    }

    @Test
    void shouldCountWhatIsTooMuchToWaitAsDropped() {
        Instance instance = start("socketio.maxPendingBytes", "1024");
        pollers.connect("");
        publish(200);
        await().until(() -> Instances.metric(instance, "carillon_sessions_closed_total", "reason", "slow") == 1);
        Ledger.isBalanced(port);
        assertThat(account().getLong("delivered")).isZero();
        assertThat(Ledger.dropped(account())).isPositive();
    }

    @RepeatedTest(4)
    void shouldCountWhatMovesToAWebSocketWhereItArrives() {
        start("server.verticlesPerPort", "3");
        Poller poller = pollers.connect("");
        publish(5);
        await().until(() -> account().getLong("pending") == 5);
        WsClient client = clients.open(port, EngineIoWebSocketTest.HANDSHAKE + "&sid=" + poller.sid());
        client.sendText("2probe");
        assertThat(client.readText()).isEqualTo("3probe");
        publish(5);
        client.sendText("5");
        for (int i = 0; i < 10; i++) {
            assertThat(client.readText()).isEqualTo("42[\"n\"," + i % 5 + "]");
        }
        Ledger.isBalanced(port);
        assertThat(account().getLong("delivered")).isEqualTo(10);
    }

    private Instance start(String... settings) {
        Instance instance = instances.start(settings);
        port = Instances.port(instance);
        return instance;
    }

    private JsonObject account() {
        return Ledger.channel(port, BOARD);
    }

    private static void publish(int messages) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < messages; i++) {
                redis.call("PUBLISH", BOARD, "{\"event\":\"n\",\"data\":" + i + "}");
            }
        }
    }
}
