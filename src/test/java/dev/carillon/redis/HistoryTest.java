package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Channels that remember: what clients get that come back, and what those get that stayed while the instance was cut off. */
final class HistoryTest extends OwnRedis {
    private static final String NUMBERED = "/chat?hello=1&offsets=1";

    private Instance start(String... settings) {
        List<String> all = new ArrayList<>(List.of("redis.url", redis.url(), "chat.prefix", "false"));
        all.addAll(List.of(settings));
        return instances.start(all.toArray(String[]::new));
    }

    private static JsonObject read(WsClient client) {
        return new JsonObject(client.readText());
    }

    /** Reads messages until one has the text. */
    private static List<String> readUntil(WsClient client, String last) {
        List<String> texts = new ArrayList<>();
        while (texts.isEmpty() || !texts.get(texts.size() - 1).equals(last)) {
            texts.add(client.readText());
        }
        return texts;
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            numbers.add("message " + i);
        }
        return numbers;
    }

    private static void say(WsClient client, List<String> texts) {
        texts.forEach(client::sendText);
    }

    private void cutOff(Instance instance, Instance other) {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await().until(() -> Instances.metric(instance, "carillon_redis_link_up", "link", "subscriber") == 0);
        await().until(() -> Instances.metric(other, "carillon_redis_link_up", "link", "subscriber") == 1);
        await().until(() -> Instances.get(other.managementPort(), "/ready").statusCode() == 200);
    }

    @Test
    void shouldGiveEachMessageTheNextOffset() {
        Instance instance = start();
        WsClient client = clients.open(instance, NUMBERED);
        String token = read(client).getString("resume");
        say(client, numbers(1, 3));
        for (int i = 1; i <= 3; i++) {
            JsonObject message = read(client);
            assertThat(message.getString("type")).isEqualTo("message");
            assertThat(message.getString("channel")).isEqualTo("chat");
            assertThat(message.getLong("offset")).isEqualTo(i);
            assertThat(message.getString("text")).isEqualTo("message " + i);
            assertThat(message.getString("epoch") + ":0").isEqualTo(token);
        }
    }

    @Test
    void shouldGiveAClientThatComesBackToAnotherInstanceWhatItMissedAndThenWhatIsNew() {
        Instance first = start();
        Instance second = start();
        WsClient writer = clients.open(first, "/chat");
        WsClient leaving = clients.open(first, "/chat?hello=1");
        String token = read(leaving).getString("resume");
        leaving.close();
        say(writer, numbers(1, 300));
        assertThat(readUntil(writer, "message 300")).isEqualTo(numbers(1, 300));

        WsClient back = clients.open(second, "/chat?resume=" + token);
        say(writer, numbers(301, 400));
        assertThat(readUntil(back, "message 400")).isEqualTo(numbers(1, 400));
    }

    @Test
    void shouldReadFromRedisWhatAnInstanceThatStartedLaterNeverSaw() {
        Instance first = start();
        WsClient writer = clients.open(first, NUMBERED);
        String token = read(writer).getString("resume");
        say(writer, numbers(1, 300));
        for (int i = 0; i < 300; i++) {
            writer.readText();
        }
        WsClient back = clients.open(start(), "/chat?resume=" + token);
        say(writer, numbers(301, 310));
        assertThat(readUntil(back, "message 310")).isEqualTo(numbers(1, 310));
    }

    @Test
    void shouldHaveNeitherHoleNorRepetitionAtTheSeamWhileMessagesKeepComing() {
        Instance first = start();
        Instance second = start("history.recentBytes", "0");
        WsClient writer = clients.open(first, "/chat?hello=1");
        String token = read(writer).getString("resume");
        List<WsClient> back = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            say(writer, numbers(i * 20 + 1, i * 20 + 20));
            back.add(clients.open(i % 2 == 0 ? first : second, "/chat?resume=" + token));
        }
        for (WsClient client : back) {
            assertThat(readUntil(client, "message 800")).isEqualTo(numbers(1, 800));
        }
    }

    @Test
    void shouldDeliverWhatWasMissedWhileTheSubscriberLinkWasDown() {
        Instance cutOff = start("redis.backoffMin", "2s", "redis.backoffMax", "2s");
        Instance other = start();
        WsClient listener = clients.open(cutOff, "/chat");
        WsClient writer = clients.open(other, "/chat");
        say(writer, numbers(1, 5));
        assertThat(readUntil(listener, "message 5")).isEqualTo(numbers(1, 5));

        cutOff(cutOff, other);
        say(writer, numbers(6, 400));
        // Its command link is up: what its own clients say is not held back
        listener.sendText("from the cut-off");
        readUntil(writer, "from the cut-off");
        say(writer, numbers(401, 500));
        List<String> texts = readUntil(listener, "message 500");
        texts.remove("from the cut-off");
        assertThat(texts).isEqualTo(numbers(6, 500));
        assertThat(Instances.metric(cutOff, "carillon_history_recovered_total")).isPositive();
        assertThat(Instances.metric(cutOff, "carillon_history_gaps_total")).isZero();
    }

    @Test
    void shouldFindOutThatTheLastMessageOfAllWasNotPushed() {
        Instance instance = start();
        WsClient client = clients.open(instance, "/chat");
        client.sendText("pushed");
        assertThat(client.readText()).isEqualTo("pushed");
        try (RedisCli cli = RedisCli.open(redis.url())) {
            String epoch = cli.call("HGET", "carillon:head:chat", "epoch").toString();
            cli.call("HINCRBY", "carillon:head:chat", "offset", "1");
            cli.call("XADD", "carillon:history:chat", "2-1", "e", epoch, "a", "0", "m", "kept, not pushed");
        }
        assertThat(client.readText()).isEqualTo("kept, not pushed");
    }

    @Test
    void shouldGoOnOnceWhatSomebodyElseWroteIntoTheHistoryIsGone() {
        Instance instance = start();
        WsClient client = clients.open(instance, "/chat");
        client.sendText("first");
        assertThat(client.readText()).isEqualTo("first");
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("HINCRBY", "carillon:head:chat", "offset", "1");
            cli.call("XADD", "carillon:history:chat", "2-1", "foreign", "entry");
            await().until(() -> cli.calls("evalsha") > 10);
            cli.call("XDEL", "carillon:history:chat", "2-1");
        }
        client.sendText("third");
        assertThat(client.readText()).isEqualTo("third");
    }

    @Test
    void shouldAnnounceWhatTheHistoryNoLongerHolds() {
        Instance cutOff = start(
                "redis.backoffMin",
                "2s",
                "redis.backoffMax",
                "2s",
                "history.channels",
                "chat 100 1h",
                "chat.gaps",
                "true");
        Instance other = start("history.channels", "chat 100 1h");
        WsClient listener = clients.open(cutOff, "/chat");
        WsClient writer = clients.open(other, NUMBERED);
        writer.readText();
        cutOff(cutOff, other);
        say(writer, numbers(1, 1000));
        for (int i = 0; i < 1000; i++) {
            writer.readText();
        }
        JsonObject gap = read(listener);
        assertThat(gap.getString("type")).isEqualTo("gap");
        assertThat(gap.getString("channel")).isEqualTo("chat");
        assertThat(gap.getString("reason")).isEqualTo("trimmed");
        assertThat(gap.getLong("from")).isEqualTo(1);
        int next = gap.getInteger("to") + 1;
        assertThat(next).isBetween(2, 901);
        assertThat(readUntil(listener, "message 1000")).isEqualTo(numbers(next, 1000));
        assertThat(Instances.metric(cutOff, "carillon_history_gaps_total", "reason", "trimmed"))
                .isEqualTo(1);
    }

    @Test
    void shouldAnnounceThatRedisCameBackEmpty() {
        Instance instance = start("redis.backoffMax", "100ms");
        WsClient client = clients.open(instance, NUMBERED);
        String token = read(client).getString("resume");
        say(client, numbers(1, 3));
        for (int i = 0; i < 3; i++) {
            client.readText();
        }
        redis.kill();
        redis.startAgain();
        JsonObject gap = read(client);
        assertThat(gap)
                .isEqualTo(new JsonObject(
                        "{\"type\":\"gap\",\"channel\":\"chat\",\"from\":4,\"to\":null," + "\"reason\":\"rewound\"}"));
        client.sendText("after");
        JsonObject after = read(client);
        assertThat(after.getString("text")).isEqualTo("after");
        assertThat(after.getLong("offset")).isEqualTo(1);
        assertThat(after.getString("epoch") + ":0").isNotEqualTo(token);

        WsClient back = clients.open(instance, "/chat?hello=1&resume=" + token);
        assertThat(read(back).getString("resume")).isEqualTo(token);
        assertThat(read(back).getString("reason")).isEqualTo("rewound");
        assertThat(back.readText()).isEqualTo("after");
    }

    @Test
    void shouldDeliverOnceWhatABackEndPublishesPastTheHistory() {
        WsClient client = clients.open(start(), NUMBERED);
        client.readText();
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("PUBLISH", "chat", "past it");
        }
        client.sendText("with it");
        JsonObject past = read(client);
        assertThat(past.getString("text")).isEqualTo("past it");
        assertThat(past.getLong("offset")).isNull();
        assertThat(read(client).getLong("offset")).isEqualTo(1);
    }

    @Test
    void shouldMirrorToForeignSubscribersWithoutDeliveringTwice() {
        Instance instance = start();
        WsClient client = clients.open(instance, NUMBERED);
        client.readText();
        try (RedisCli foreign = RedisCli.open(redis.url())) {
            foreign.call("SUBSCRIBE", "chat");
            say(client, numbers(1, 3));
            for (int i = 1; i <= 3; i++) {
                assertThat(String.valueOf(foreign.receive())).contains("message " + i);
            }
            try (RedisCli cli = RedisCli.open(redis.url())) {
                cli.call("PUBLISH", "chat", "message 3");
            }
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(read(client).getLong("offset")).isEqualTo(i);
        }
        JsonObject again = read(client);
        assertThat(again.getString("text")).isEqualTo("message 3");
        assertThat(again.getLong("offset")).isNull();
    }

    @Test
    void shouldGiveAUserThatComesBackWhatItMissed() throws Exception {
        Instance instance = start("history.channels", "user:* 100 1h");
        String alice = "{\"user_name\":\"alice\"}";
        WsClient first = clients.open(instance, "/users?hello=1");
        first.readText();
        String token = read(first.sendText(alice)).getString("resume");
        first.close();
        for (int i = 1; i <= 3; i++) {
            tell(instance, "message " + i);
        }
        WsClient back = clients.open(instance, "/users?resume=" + token).sendText(alice);
        assertThat(back.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"alice\"}");
        tell(instance, "message 4");
        assertThat(readUntil(back, "message 4")).isEqualTo(numbers(1, 4));
    }

    @Test
    void shouldGiveEachMessageOnceToAUserThatWavesBetweenNamesWhileItComesBack() throws Exception {
        Instance instance = start("history.channels", "user:* 100 1h", "history.recentBytes", "0");
        WsClient first = clients.open(instance, "/users?hello=1");
        first.readText();
        String token = read(first.sendText("{\"user_name\":\"alice\"}")).getString("resume");
        tell(instance, "missed");
        assertThat(first.readText()).isEqualTo("missed");
        WsClient back = clients.open(instance, "/users?resume=" + token);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String name : List.of("alice", "bob", "alice")) {
            frames.write(WsClient.textFrame("{\"user_name\":\"" + name + "\"}"));
        }
        back.send(frames.toByteArray());
        for (int i = 1; i <= 3; i++) {
            tell(instance, "message " + i);
        }
        List<String> texts = readUntil(back, "message 3");
        assertThat(texts.stream().filter(text -> text.startsWith("message")).toList())
                .isEqualTo(numbers(1, 3));
    }

    private static void tell(Instance instance, String text) throws Exception {
        URI alice = URI.create("http://127.0.0.1:" + Instances.port(instance) + "/api/v1/users/alice/messages");
        String body = new JsonObject().put("message", text).encode();
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(alice)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    @Test
    void shouldAnnounceWhatIsMoreThanAClientIsGiven() {
        Instance instance = start("history.recallBytes", "100");
        WsClient writer = clients.open(instance, NUMBERED);
        String token = read(writer).getString("resume");
        say(writer, numbers(1, 60));
        for (int i = 0; i < 60; i++) {
            writer.readText();
        }
        WsClient back = clients.open(instance, "/chat?hello=1&resume=" + token);
        back.readText();
        assertThat(read(back))
                .isEqualTo(new JsonObject(
                        "{\"type\":\"gap\",\"channel\":\"chat\",\"from\":1,\"to\":50," + "\"reason\":\"too-much\"}"));
        assertThat(readUntil(back, "message 60")).isEqualTo(numbers(51, 60));
    }

    @Test
    void shouldNotTakeNewMessagesForOldOnesAfterTheHistoryWasDeleted() {
        WsClient client = clients.open(start(), NUMBERED);
        client.readText();
        say(client, numbers(1, 3));
        for (int i = 0; i < 3; i++) {
            client.readText();
        }
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("DEL", "carillon:head:chat", "carillon:history:chat");
        }
        client.sendText("after");
        JsonObject gap = read(client);
        assertThat(gap.getString("reason")).isEqualTo("rewound");
        assertThat(gap.getLong("from")).isEqualTo(4);
        assertThat(read(client).getString("text")).isEqualTo("after");
    }

    @Test
    void shouldFollowAChannelThatIsGivenUpAndWantedAgainAtOnce() throws Exception {
        Instance instance = start("history.channels", "user:* 100 1h", "redis.commandTimeout", "2s");
        WsClient client = clients.open(instance, "/users");
        client.sendText("{\"user_name\":\"alice\"}");
        assertThat(client.readText()).isEqualTo("{\"type\":\"subscribed\",\"user\":\"alice\"}");
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(WsClient.textFrame("{\"user_name\":\"bob\"}"));
        frames.write(WsClient.textFrame("{\"user_name\":\"alice\"}"));
        client.send(frames.toByteArray());
        List<String> answers = readUntil(client, "{\"type\":\"subscribed\",\"user\":\"alice\"}");
        assertThat(answers).hasSize(2);
        tell(instance, "message");
        assertThat(client.readText()).isEqualTo("message");
    }

    @Test
    void shouldAnnounceWhatCouldNotBeReadForAClientThatComesBack() {
        WsClient back = clients.open(start(), "/users?resume=epoch:5").sendText("{\"user_name\":\"alice\"}");
        assertThat(read(back).getString("error")).isEqualTo("The channel keeps no history");
        assertThat(read(back))
                .isEqualTo(new JsonObject("{\"type\":\"gap\",\"channel\":\"user:alice\",\"from\":6,\"to\":null,"
                        + "\"reason\":\"unread\"}"));
    }

    @RepeatedTest(4)
    void shouldDeliverToItsOwnClientsWhatTheySaidBeforeTheInstanceWasSubscribed() {
        redis.kill();
        Instance instance =
                start("redis.commandTimeout", "20s", "redis.backoffMin", "700ms", "redis.backoffMax", "700ms");
        WsClient client = clients.open(instance, "/chat");
        client.sendText("early");
        redis.startAgain();
        assertThat(client.readText()).isEqualTo("early");
    }

    @Test
    void shouldRefuseATokenThatIsNone() {
        WsClient client = new WsClient(Instances.port(start()));
        client.send(WsClient.handshake("/chat?resume=nonsense"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 400");
        client.close();
    }
}
