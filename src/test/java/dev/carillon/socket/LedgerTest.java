package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That each message is accounted for, whatever happens to those who were to get it. */
@ExtendWith(RedisExtension.class)
final class LedgerTest {
    private static final String TEXT = "x".repeat(2000);

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldCountEachMessageOnceForEachSession() {
        Instance instance = instances.start();
        List<WsClient> chat = clients.open(3, instance, "/chat");
        WsClient user = clients.open(instance, "/users");
        user.sendText("{\"user_name\":\"alice\"}").readText();
        publish("chat", 10);
        publish("server-event", 10);
        publish("user:alice", 5);
        for (int i = 0; i < 10; i++) {
            chat.forEach(WsClient::readText);
        }
        for (int i = 0; i < 5; i++) {
            user.readText();
        }
        int port = Instances.port(instance);
        Ledger.isBalanced(port);
        assertThat(Ledger.channel(port, "chat")).isEqualTo(account("chat", 30, 30));
        assertThat(Ledger.channel(port, "server-event")).isEqualTo(account("server-event", 0, 0));
        assertThat(Ledger.channel(port, "user:*")).isEqualTo(account("user:*", 5, 5));
        assertThat(Instances.metric(instance, "carillon_ledger_delivered_total", "channel", "chat"))
                .isEqualTo(30);
    }

    @Test
    void shouldKnowOfAllUsersChannelsByOneName() {
        Instance instance = instances.start("users.channelPrefix", "");
        WsClient user = clients.open(instance, "/users");
        user.sendText("{\"user_name\":\"alice\"}").readText();
        publish("alice", 1);
        user.readText();
        Ledger.isBalanced(Instances.port(instance));
        assertThat(Ledger.channel(Instances.port(instance), "*")).isEqualTo(account("*", 1, 1));
    }

    @Test
    void shouldBalanceWhenSessionsEndInMidFlow() throws Exception {
        Instance instance = instances.start("socket.maxPendingBytes", "100000", "server.verticlesPerPort", "2");
        AtomicBoolean flowing = new AtomicBoolean(true);
        CompletableFuture<Void> flow = CompletableFuture.runAsync(() -> {
            while (flowing.get()) {
                publish("chat", 20);
            }
        });
        for (int i = 0; i < 60; i++) {
            WsClient client = clients.openWithSmallBuffer(instance, "/chat");
            client.readText();
            if (i % 3 == 0) {
                client.sendClose(1000, "");
            } else if (i % 3 == 1) {
                client.socket().setSoLinger(true, 0);
                client.close();
            }
            // The others are closed as too slow
        }
        await().until(() -> Instances.metric(instance, "carillon_sessions_closed_total", "reason", "slow") > 5);
        flowing.set(false);
        flow.get();
        clients.afterEach(null);
        await().until(() -> Instances.metric(instance, "carillon_sessions_open") == 0);
        Ledger.isBalanced(Instances.port(instance));
        JsonObject chat = Ledger.channel(Instances.port(instance), "chat");
        assertThat(chat.getLong("delivered")).isPositive();
        assertThat(Ledger.dropped(chat)).isPositive();
    }

    @Test
    void shouldBalanceWhenRedisIsKilled() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url());
            List<WsClient> chat = clients.open(5, instance, "/chat");
            for (int i = 0; i < 50; i++) {
                chat.get(i % 5).sendText("before");
            }
            redis.kill();
            redis.startAgain();
            await().until(() ->
                    Instances.get(instance.managementPort(), "/ready").statusCode() == 200);
            chat.get(0).sendText("after");
            chat.forEach(client -> {
                String text = client.readText();
                while (!text.endsWith("after")) {
                    text = client.readText();
                }
            });
            Ledger.isBalanced(Instances.port(instance));
            assertThat(Ledger.channel(Instances.port(instance), "chat").getLong("delivered"))
                    .isGreaterThanOrEqualTo(5);
            instances.stop(instance);
        }
    }

    private static JsonObject account(String channel, int owed, int delivered) {
        return new JsonObject()
                .put("channel", channel)
                .put("owed", owed)
                .put("delivered", delivered)
                .put("dropped", new JsonObject().put("slow", 0))
                .put("gone", 0)
                .put("pending", 0)
                .put("balanced", true);
    }

    private static void publish(String channel, int messages) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < messages; i++) {
                redis.send("PUBLISH", channel, TEXT);
            }
            for (int i = 0; i < messages; i++) {
                redis.receive();
            }
        }
    }
}
