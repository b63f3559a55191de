package dev.carillon.endpoint;

import static dev.carillon.testing.Texts.BINARY_REFUSED;
import static dev.carillon.testing.Texts.frames;
import static dev.carillon.testing.Texts.response;
import static dev.carillon.testing.Texts.sessionId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code sessions} endpoint as its clients see it. */
@ExtendWith(RedisExtension.class)
final class SessionsTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldGreetThenCountEachText() {
        WsClient client = clients.open(instances.start(), "/ws");
        assertThat(client.readText())
                .matches(
                        "\\{\"type\":\"session\",\"sessionId\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}"
                                + "-[0-9a-f]{12}\",\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
        for (int i = 1; i <= 3; i++) {
            client.sendText("anything");
            assertThat(client.readText())
                    .isEqualTo("{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":"
                            + i + "}");
        }
    }

    @Test
    void shouldTellTheTimeOfTheOpening() {
        Instance instance = instances.start();
        Instant before = Instant.now().minusMillis(1);
        WsClient client = clients.open(instance, "/ws");
        String timestamp = new JsonObject(client.readText()).getString("timestamp");
        assertThat(Instant.parse(timestamp)).isBetween(before, Instant.now());
    }

    @Test
    void shouldGiveEachSessionItsOwnIdAndCount() {
        Instance instance = instances.start();
        Set<String> ids = new HashSet<>();
        for (WsClient client : clients.open(20, instance, "/ws")) {
            ids.add(sessionId(client.readText()));
            assertThat(client.sendText("mine").readText()).isEqualTo(response(1));
        }
        assertThat(ids).hasSize(20);
    }

    @Test
    void shouldGreetBeforeAnyServerEvent() {
        Instance instance = instances.start();
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < 50; i++) {
                for (int event = 0; event < 20; event++) {
                    redis.send("PUBLISH", "server-event", "early");
                }
                assertThat(clients.open(instance, "/ws").readText()).startsWith("{\"type\":\"session\",");
            }
        }
    }

    @Test
    void shouldCountTextsOfAnyContent() {
        WsClient client = clients.open(instances.start(), "/ws");
        client.readText();
        List<String> texts = List.of("", "{", "{\"type\":\"response\"}", "\0", "häß 😀", "x".repeat(1_048_576));
        for (int i = 0; i < texts.size(); i++) {
            assertThat(client.sendText(texts.get(i)).readText()).isEqualTo(response(i + 1));
        }
    }

    @Test
    void shouldRefuseBinaryWithoutCountingIt() {
        WsClient client = clients.open(instances.start(), "/ws");
        String id = sessionId(client.readText());
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            assertThat(client.sendBinary(new byte[] {1, 2, 3}).readText())
                    .isEqualTo("{\"type\":\"error\",\"message\":\"Failed to process message\","
                            + "\"error\":\"Binary messages are not supported\"}");
            assertThat(redis.number("EXISTS", "session:" + id)).isZero();

            assertThat(client.sendText("counts").readText()).isEqualTo(response(1));
            assertThat(client.sendBinary(new byte[0]).readText()).isEqualTo(BINARY_REFUSED);
            assertThat(client.sendText("counts").readText()).isEqualTo(response(2));
            assertThat(redis.text("HGET", "session:" + id, "messageCount")).isEqualTo("2");
        }
    }

    @Test
    void shouldAnswerTextsAndBinariesInTheirOrder() {
        WsClient client = clients.open(instances.start(), "/ws");
        client.readText();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        int texts = 0;
        for (int i = 0; i < 900; i++) {
            boolean binary = i % 3 == 1 || i % 7 == 0;
            byte[] payload = {(byte) ('a' + i % 26)};
            frames.writeBytes(WsClient.frame(binary ? WsClient.BINARY : WsClient.TEXT, true, 0, payload));
            expected.add(binary ? BINARY_REFUSED : response(++texts));
        }
        client.send(frames.toByteArray());
        assertThat(read(client, expected.size())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1000, 5000})
    void shouldAnswerInOrderHoweverManyAreOutstanding(int outstanding) {
        WsClient client = clients.open(instances.start(), "/ws");
        String id = sessionId(client.readText());
        client.send(frames(outstanding, i -> "message " + i));
        for (int i = 1; i <= outstanding; i++) {
            assertThat(client.readText()).isEqualTo(response(i));
        }
        assertCount(id, outstanding);
    }

    @Test
    void shouldAnswerEveryMessageBeforeTheCloseFrame() {
        WsClient client = clients.open(instances.start(), "/ws");
        client.readText();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(frames(700, i -> "message " + i));
        frames.writeBytes(WsClient.frame(WsClient.CLOSE, true, 0, new byte[] {3, (byte) 232, 'b', 'y', 'e'}));
        client.send(frames.toByteArray());
        for (int i = 1; i <= 700; i++) {
            assertThat(client.readText()).isEqualTo(response(i));
        }
        WsClient.Frame close = client.read();
        assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1000);
        assertThat(client.awaitEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeleteTheCounterOfASessionThatEnded(boolean inGoodOrder) {
        Instance instance = instances.start("redis.sweepInterval", "50ms");
        WsClient client = clients.open(instance, "/ws");
        String id = sessionId(client.readText());
        client.send(frames(30, i -> "message"));
        read(client, 30);
        assertCount(id, 30);
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            String sessions = "carillon:sessions:" + instance.id();
            assertThat(redis.number("SISMEMBER", sessions, id)).isEqualTo(1);
            if (inGoodOrder) {
                client.sendClose(1000, "");
                client.readClose();
            }
            client.close();
            await().until(() -> redis.number("EXISTS", "session:" + id) == 0);
            await().until(() -> redis.number("EXISTS", sessions) == 0);
        }
    }

    @Test
    void shouldDeleteCountersInBatches() {
        try (RedisServer server = RedisServer.start();
                RedisCli redis = RedisCli.open(server.url())) {
            Instance instance = instances.start(
                    "redis.url", server.url(), "redis.sweepBatch", "10", "redis.sweepInterval", "200ms");
            List<WsClient> open = clients.open(35, instance, "/ws");
            String[] exists = new String[36];
            exists[0] = "EXISTS";
            for (int i = 0; i < open.size(); i++) {
                exists[i + 1] = "session:" + sessionId(open.get(i).readText());
                assertThat(open.get(i).sendText("count me").readText()).isEqualTo(response(1));
            }
            assertThat(redis.number(exists)).isEqualTo(35);

            long closedNs = System.nanoTime();
            open.forEach(WsClient::close);
            List<long[]> looks = new ArrayList<>();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
                looks.add(look(redis, exists));
                return looks.get(looks.size() - 1)[1] == 0;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - closedNs)).isGreaterThan(Duration.ofMillis(500));
            assertThat(looks)
                    .allSatisfy(look -> assertThat(35 - look[1])
                            .as("deleted by %s calls", look[0])
                            .isLessThanOrEqualTo(10 * look[0]));
            // More where a tick fell between two of the disconnections
            assertThat(looks.get(looks.size() - 1)[0]).isBetween(4L, 10L);
            instances.stop(instance);
        }
    }

    @Test
    void shouldPassOnWhatAnybodyPublishesAsServerEvent() {
        Instance one = instances.start();
        Instance two = instances.start();
        List<WsClient> all = new ArrayList<>(clients.open(5, one, "/ws"));
        all.addAll(clients.open(5, two, "/ws"));
        all.forEach(WsClient::readText);
        List<String> events =
                List.of("not even JSON", "{\"type\":\"server-event\"}", "ünïcode 😀", "", "y".repeat(100_000));
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (String event : events) {
                assertThat(redis.number("PUBLISH", "server-event", event)).isGreaterThanOrEqualTo(2);
            }
        }
        assertThat(all)
                .allSatisfy(client -> assertThat(read(client, events.size())).isEqualTo(events));
    }

    @Test
    void shouldSendItsOwnServerEventOnceInEachInterval() {
        long intervalMs = 300;
        int number = 6;
        String[] settings = {"sessions.serverEventInterval", intervalMs + "ms"};
        List<WsClient> both =
                List.of(clients.open(instances.start(settings), "/ws"), clients.open(instances.start(settings), "/ws"));
        both.forEach(WsClient::readText);
        // The first session was there before the second, and may have one more at the beginning
        List<String> second = read(both.get(1), number);
        List<String> first = read(both.get(0), number);
        while (!first.get(0).equals(second.get(0))) {
            first.remove(0);
            first.add(both.get(0).readText());
        }
        assertThat(first).isEqualTo(second);
        List<Long> intervals = new ArrayList<>();
        for (String event : second) {
            assertThat(event)
                    .matches("\\{\"type\":\"server-event\",\"message\":\"This is a server-side event\","
                            + "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
            Instant sent = Instant.parse(new JsonObject(event).getString("timestamp"));
            intervals.add(sent.toEpochMilli() / intervalMs);
        }
        assertThat(intervals).isSorted().doesNotHaveDuplicates();
        // None is left out but where this machine stood still
        assertThat(intervals.get(number - 1) - intervals.get(0)).isLessThan(2L * number);
    }

    @Test
    void shouldKeepServerEventsToItselfWhenTheyAreOff() {
        Instance instance = instances.start("sessions.serverEventInterval", "0s");
        WsClient client = clients.open(instance, "/ws");
        client.readText();
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "server-event", "the only one");
        }
        assertThat(client.readText()).isEqualTo("the only one");
        assertThat(Instances.metric(instance, "carillon_redis_pushes_total")).isEqualTo(1);
    }

    /** With a Redis that nothing stands before: a container's port has a proxy, which may change what comes first on two links. */
    @Test
    void shouldKeepAnswersBehindEventsThatWerePublishedBefore() {
        try (RedisServer server = RedisServer.start()) {
            Instance instance = instances.start("redis.url", server.url());
            keepsAnswersBehindEvents(clients.open(instance, "/ws"), server);
            instances.stop(instance);
        }
    }

    private static void keepsAnswersBehindEvents(WsClient client, RedisServer server) {
        client.readText();
        int number = 300;
        try (RedisCli redis = RedisCli.open(server.url())) {
            for (int i = 1; i <= number; i++) {
                redis.call("PUBLISH", "server-event", "event " + i);
                client.sendText("message " + i);
            }
        }
        int events = 0;
        int responses = 0;
        while (events + responses < 2 * number) {
            String text = client.readText();
            if (text.startsWith("event")) {
                assertThat(text).isEqualTo("event " + ++events);
            } else {
                assertThat(text).isEqualTo(response(++responses));
                assertThat(events).as("events before response %d", responses).isGreaterThanOrEqualTo(responses);
            }
        }
    }

    private static void assertCount(String session, int count) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            assertThat(redis.text("HGET", "session:" + session, "messageCount")).isEqualTo("" + count);
        }
    }

    private static List<String> read(WsClient client, int number) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            texts.add(client.readText());
        }
        return texts;
    }

    /** Calls of UNLINK so far, and how many keys are left, in one moment. */
    private static long[] look(RedisCli redis, String... exists) {
        redis.call("MULTI");
        redis.call("INFO", "commandstats");
        redis.call(exists);
        List<?> answers = (List<?>) redis.call("EXEC");
        return new long[] {RedisCli.calls((String) answers.get(0), "unlink"), (Long) answers.get(1)};
    }
}
