package dev.carillon.socket;

import static dev.carillon.testing.Texts.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told that did not read, once it does. */
@ExtendWith(RedisExtension.class)
final class SlowClientNoticeTest {
    private static final String SOCKET_IO = "/socket.io/?EIO=4&transport=websocket";
    private static final String MAX_PENDING = "262144";
    private static final int ROUND = 50;
    private static final int MOST_ROUNDS = 100;
    private static final int TICKS = 20;

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private int published;

    @ParameterizedTest
    @ValueSource(strings = {"drop-oldest", "latest-only"})
    void shouldTellWhereMessagesAreMissingAndNowhereElse(String policy) {
        Instance instance = start("users.slowClients", policy);
        WsClient stalled = user(instance, clients.openWithSmallBuffer(instance, "/users"), "slow");
        publishUntilSomeAreDropped(instance, "user:slow", "");
        publish("user:slow", "", ROUND);

        int number = -1;
        int missing = 0;
        while (number < published - 1) {
            String text = stalled.readText();
            if (text.startsWith("{")) {
                assertThat(new JsonObject(text)).isEqualTo(notice("user:slow"));
                int next = numberOf(stalled.readText());
                assertThat(next).isGreaterThan(number + 1);
                missing += next - number - 1;
                number = next;
            } else {
                assertThat(numberOf(text)).isEqualTo(++number);
            }
        }
        assertThat(missing).isPositive().isEqualTo((int) dropped(instance));
        Ledger.isBalanced(Instances.port(instance));
        JsonObject account = Ledger.channel(Instances.port(instance), "user:*");
        assertThat(account.getLong("owed")).isEqualTo(published);
        assertThat(Ledger.dropped(account)).isEqualTo(missing);

        // It is a session like any other again
        publish("user:slow", "", 1);
        assertThat(numberOf(stalled.readText())).isEqualTo(published - 1);
    }

    @Test
    void shouldKeepTheNewestAndTellOfTheRestHoweverLittleMayWait() {
        // What the connection holds is more than may wait: all that comes is dropped, but not the word of it
        Instance instance = instances.start("users.slowClients", "drop-oldest", "socket.maxPendingBytes", "1024");
        WsClient stalled = user(instance, clients.openWithSmallBuffer(instance, "/users"), "slow");
        publishUntilSomeAreDropped(instance, "user:slow", "");
        publish("user:slow", "", ROUND);
        int port = Instances.port(instance);
        await().until(() -> Ledger.channel(port, "user:*").getLong("owed") == published);
        Ledger.isBalanced(port);
        double dropped = dropped(instance);
        int received = 0;
        boolean told = false;
        while (!told || received + dropped < published) {
            String text = stalled.readText();
            told = text.startsWith("{");
            if (told) {
                assertThat(new JsonObject(text)).isEqualTo(notice("user:slow"));
            } else {
                received++;
            }
        }
        publish("user:slow", "", 1);
        assertThat(numberOf(stalled.readText())).isEqualTo(published - 1);
        Ledger.isBalanced(Instances.port(instance));
    }

    @Test
    void shouldSayNothingToThoseWhoRead() {
        Instance instance = start("users.slowClients", "drop-oldest");
        WsClient stalled = user(instance, clients.openWithSmallBuffer(instance, "/users"), "slow");
        WsClient reading = user(instance, clients.open(instance, "/users"), "slow");
        while (dropped(instance) == 0) {
            publish("user:slow", "", ROUND);
            for (int i = published - ROUND; i < published; i++) {
                assertThat(numberOf(reading.readText())).isEqualTo(i);
            }
        }
        stalled.close();
        Ledger.isBalanced(Instances.port(instance));
        assertThat(Ledger.channel(Instances.port(instance), "user:*").getLong("gone"))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"/board, drop-oldest", "/board, latest-only", "socketio, drop-oldest", "socketio, latest-only"})
    void shouldEndWithTheRightBoardAlthoughTicksWereDropped(String endpoint, String policy) {
        Instance instance = start("board.slowClients", policy, "socketio.slowClients", policy);
        String fill = endpoint.equals("/board") ? "board" : "socketio";
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("DEL", "carillon:board");
        }
        WsClient stalled = endpoint.equals("/board")
                ? clients.openWithSmallBuffer(instance, "/board")
                : connected(clients.openWithSmallBuffer(instance, SOCKET_IO));
        tickAll(instance, true);
        publishUntilSomeAreDropped(instance, "server:broker", fill);
        tickAll(instance, false);
        publish("server:broker", fill, 2 * ROUND);
        List<Boolean> state = state(instance);
        assertThat(state).containsOnly(false);

        List<Boolean> seen = new ArrayList<>(Collections.nCopies(100, false));
        boolean told = false;
        long version = 0;
        while (!told || version < 2 * TICKS || !seen.equals(state)) {
            JsonObject event = event(stalled.readText());
            told |= event.getString("event").equals("gap");
            if (event.getString("event").equals("checkbox-update")) {
                JsonObject box = event.getJsonObject("data");
                seen.set(box.getInteger("index"), box.getBoolean("value"));
                version = box.getLong("version");
            }
        }
        Ledger.isBalanced(Instances.port(instance));
    }

    private Instance start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("socket.maxPendingBytes", MAX_PENDING));
        return instances.start(all.toArray(String[]::new));
    }

    private static WsClient user(Instance instance, WsClient client, String name) {
        client.sendText("{\"user_name\":\"" + name + "\"}");
        assertThat(client.readText()).contains("subscribed");
        return client;
    }

    private static WsClient connected(WsClient client) {
        assertThat(client.readText()).startsWith("0{");
        client.sendText("40");
        assertThat(client.readText()).startsWith("40{");
        return client;
    }

    /** Ticks the first boxes, or takes the ticks away, and waits until it is done. */
    private void tickAll(Instance instance, boolean value) {
        WsClient ticker = clients.open(instance, "/board");
        for (int i = 0; i < TICKS; i++) {
            ticker.sendText(tick(i, value));
            assertThat(ticker.readText()).contains("checkbox-update");
        }
        ticker.sendClose(1000, "");
        ticker.readClose();
        ticker.close();
    }

    private static List<Boolean> state(Instance instance) {
        JsonArray boxes =
                new JsonObject(Instances.get(Instances.port(instance), "/state").body()).getJsonArray("state");
        return boxes.stream().map(Boolean.class::cast).toList();
    }

    /** An event as the board's WebSocket has it, or Socket.IO. */
    private static JsonObject event(String text) {
        if (text.startsWith("42")) {
            JsonArray event = new JsonArray(text.substring(2));
            return new JsonObject().put("event", event.getString(0)).put("data", event.getValue(1));
        }
        return new JsonObject(text);
    }

    private static JsonObject notice(String channel) {
        return new JsonObject()
                .put("type", "gap")
                .put("channel", channel)
                .putNull("from")
                .putNull("to")
                .put("reason", "slow");
    }

    private void publishUntilSomeAreDropped(Instance instance, String channel, String event) {
        while (dropped(instance) == 0) {
            assertThat(published).isLessThan(ROUND * MOST_ROUNDS);
            publish(channel, event, ROUND);
        }
    }

    /** Publishes numbered texts, or events of that name, and waits until Redis has passed them on. */
    private void publish(String channel, String event, int number) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < number; i++) {
                String text = (published + i) + " " + "x".repeat(8192);
                redis.send(
                        "PUBLISH",
                        channel,
                        event.isEmpty() ? text : "{\"event\":\"" + event + "\",\"data\":\"" + text + "\"}");
            }
            for (int i = 0; i < number; i++) {
                redis.receive();
            }
        }
        published += number;
    }

    private static int numberOf(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private static double dropped(Instance instance) {
        return Instances.metric(instance, "carillon_messages_dropped_total", "reason", "slow");
    }
}
