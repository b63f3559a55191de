package dev.carillon.endpoint;

import static dev.carillon.testing.Texts.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code users} endpoint as its clients, and back-ends that publish, see it. */
@ExtendWith(RedisExtension.class)
final class UsersTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    // No other test's subscriptions count
    private final String user = "u" + UUID.randomUUID();

    @Test
    void shouldDeliverWhatIsPublishedRightAfterTheClientWasToldItIsKnown() {
        Instance instance = instances.start();
        for (int i = 0; i < 200; i++) {
            WsClient client = clients.open(instance, "/users");
            introduce(client, user + i);
            assertThat(publish("user:" + user + i, "for you " + i)).isEqualTo(1);
            assertThat(client.readText()).isEqualTo("for you " + i);
        }
    }

    @Test
    void shouldReachEverySessionOfTheUserOnEveryInstanceAndNobodyElse() {
        Instance one = instances.start("server.verticlesPerPort", "3");
        Instance two = instances.start("server.ports", "2", "server.verticlesPerPort", "1");
        List<WsClient> own = new ArrayList<>(clients.open(6, one, "/users"));
        two.ports().forEach(port -> own.add(clients.open(port, "/users")));
        own.forEach(client -> introduce(client, user));
        WsClient other = clients.open(one, "/users");
        introduce(other, user + "-other");
        WsClient nobody = clients.open(two, "/users");

        assertThat(publish("user:" + user, "ünïcode 😀")).isEqualTo(2);
        assertThat(own).allSatisfy(client -> assertThat(client.readText()).isEqualTo("ünïcode 😀"));
        publish("user:" + user + "-other", "other");
        assertThat(other.readText()).isEqualTo("other");
        nobody.sendText("ping");
        assertThat(nobody.readText()).isEqualTo("pong");
    }

    @Test
    void shouldCompareNamesInLowerCase() {
        WsClient client = clients.open(instances.start(), "/users");
        client.sendText("{\"user_name\":\"  " + user.toUpperCase() + "Ä \"}");
        assertThat(client.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"" + user + "ä\"}");
        assertThat(publish("user:" + user + "ä", "hello")).isEqualTo(1);
        assertThat(client.readText()).isEqualTo("hello");
    }

    @Test
    void shouldAnswerPingWithPong() {
        WsClient client = clients.open(instances.start(), "/users");
        client.sendText("ping");
        assertThat(client.readText()).isEqualTo("pong");
    }

    @Test
    void shouldSubscribeOnceAnInstanceAndUnsubscribeWithTheLastSession() {
        Instance one = instances.start("server.verticlesPerPort", "3");
        Instance two = instances.start();
        List<WsClient> sessions = new ArrayList<>(clients.open(9, one, "/users"));
        sessions.forEach(client -> introduce(client, user));
        assertThat(subscriptions()).isEqualTo(1);
        WsClient last = clients.open(two, "/users");
        introduce(last, user);
        assertThat(subscriptions()).isEqualTo(2);

        WsClient kept = sessions.remove(0);
        sessions.forEach(client -> client.sendClose(1000, "").readClose());
        publish("user:" + user, "still there");
        assertThat(kept.readText()).isEqualTo("still there");
        assertThat(subscriptions()).isEqualTo(2);
        kept.close();
        await().until(() -> subscriptions() == 1);
        last.sendClose(1000, "").readClose();
        await().until(() -> subscriptions() == 0);
    }

    @Test
    void shouldLetALaterNameTakeThePlaceOfAnEarlierOne() {
        WsClient client = clients.open(instances.start(), "/users");
        introduce(client, user);
        introduce(client, user);
        introduce(client, user + "-new");
        await().until(() -> subscriptions() == 0);
        assertThat(publish("user:" + user, "to the old name")).isZero();
        assertThat(publish("user:" + user + "-new", "to the new name")).isEqualTo(1);
        assertThat(client.readText()).isEqualTo("to the new name");
    }

    @Test
    void shouldSubscribeABurstOfUsersInBatches() {
        Instance instance = instances.start();
        int users = 4000;
        List<WsClient> all = clients.open(users, instance, "/users");
        long before = subscribeCommands();
        for (int i = 0; i < users; i++) {
            all.get(i).sendText("{\"user_name\":\"" + user + i + "\"}");
        }
        for (int i = 0; i < users; i++) {
            assertThat(all.get(i).readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"" + user + i + "\"}");
        }
        assertThat(subscribeCommands() - before).isLessThan(users / 2);
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < users; i++) {
                assertThat(redis.call("PUBLISH", "user:" + user + i, "hello " + i))
                        .isEqualTo(1L);
            }
        }
        for (int i = 0; i < users; i++) {
            assertThat(all.get(i).readText()).isEqualTo("hello " + i);
        }
    }

    @Test
    void shouldAnswerEachOfManyNamesInOrder() {
        WsClient client = clients.open(instances.start(), "/users");
        int names = 100;
        client.send(frames(names, i -> "{\"user_name\":\"" + user + i + "\"}"));
        for (int i = 0; i < names - 1; i++) {
            assertThat(client.readText())
                    .isIn(
                            "{\"type\":\"subscribed\",\"user\":\"" + user + i + "\"}",
                            "{\"type\":\"error\",\"message\":\"Failed to process message\","
                                    + "\"error\":\"Another name took the place of " + user + i + "\"}");
        }
        assertThat(client.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"" + user + 99 + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"user_name":1}                  | Expected {"user_name":"…"}, the name being a text
            {"user_name":null}               | Expected {"user_name":"…"}, the name being a text
            {"name":"alice"}                 | Expected {"user_name":"…"}, the name being a text
            []                               | Expected {"user_name":"…"}, the name being a text
            "alice"                          | Expected {"user_name":"…"}, the name being a text
            {"user_name":"alice"             | Expected {"user_name":"…"} in JSON, or ping
            alice                            | Expected {"user_name":"…"} in JSON, or ping
            Ping                             | Expected {"user_name":"…"} in JSON, or ping
            {"user_name":""}                 | The user name is empty
            {"user_name":"  "}               | The user name is empty
            {"user_name":"a\\u0000b"}        | The user name has control characters
            {"user_name":"a\\nb"}            | The user name has control characters
            {"user_name":"a\\u0085b"}        | The user name has control characters
            {"user_name":"\\ud800"}          | The user name has half a surrogate pair
            {"user_name":"123456789"}        | The user name has more than 8 characters
            """)
    void shouldSayWhatIsWrongAndStayOpen(String text, String reason) {
        WsClient client = clients.open(instances.start("users.maxNameLength", "8"), "/users");
        client.sendText(text);
        assertThat(client.readText())
                .isEqualTo("{\"type\":\"error\",\"message\":\"Failed to process message\",\"error\":\""
                        + reason.replace("\"", "\\\"") + "\"}");
        client.sendText("{\"user_name\":\"12345678\"}");
        assertThat(client.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"12345678\"}");
    }

    @Test
    void shouldRefuseBinaryAndStayOpen() {
        WsClient client = clients.open(instances.start(), "/users");
        client.sendBinary("{\"user_name\":\"alice\"}".getBytes());
        assertThat(client.readText()).contains("Binary messages are not supported");
        introduce(client, user);
    }

    @Test
    void shouldPublishOnTheBareNameWhenThereIsNoPrefix() {
        WsClient client = clients.open(instances.start("users.channelPrefix", ""), "/users");
        introduce(client, user);
        assertThat(publish(user, "bare")).isEqualTo(1);
        assertThat(client.readText()).isEqualTo("bare");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "Server-Event", "server:broker", "carillon:control", "__keyspace@0__:x"})
    void shouldRefuseReservedNamesWhenThereIsNoPrefix(String name) {
        WsClient client = clients.open(instances.start("users.channelPrefix", ""), "/users");
        client.sendText("{\"user_name\":\"" + name + "\"}");
        assertThat(client.readText()).contains("The user name is reserved");
        publish("chat", "not for users");
        client.sendText("ping");
        assertThat(client.readText()).isEqualTo("pong");
    }

    @Test
    void shouldSayNothingWhenAnswersAreOff() {
        WsClient client = clients.open(instances.start("users.confirm", "false"), "/users");
        client.sendText("{\"user_name\":\"" + user + "\"}");
        await().until(() -> subscriptions() == 1);
        publish("user:" + user, "first");
        assertThat(client.readText()).isEqualTo("first");
    }

    @Test
    void shouldTellAClientThatAsksWhereItIs() {
        Instance instance = instances.start("server.name", "here");
        WsClient client = clients.open(instance, "/users?hello=1");
        assertThat(client.readText())
                .startsWith("{\"type\":\"hello\",\"sessionId\":\"")
                .endsWith(",\"server\":\"here\",\"instance\":\"" + instance.id() + "\"}");
    }

    private static void introduce(WsClient client, String name) {
        client.sendText("{\"user_name\":\"" + name + "\"}");
        assertThat(client.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"" + name + "\"}");
    }

    private static long subscribeCommands() {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            Matcher calls = Pattern.compile("cmdstat_subscribe:calls=(\\d+)")
                    .matcher((String) redis.call("INFO", "commandstats"));
            return calls.find() ? Long.parseLong(calls.group(1)) : 0;
        }
    }

    private long subscriptions() {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            return (Long) ((List<?>) redis.call("PUBSUB", "NUMSUB", "user:" + user)).get(1);
        }
    }

    private static long publish(String channel, String text) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            return (Long) redis.call("PUBLISH", channel, text);
        }
    }
}
