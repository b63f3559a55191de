package dev.carillon.redis;

import static dev.carillon.testing.Texts.error;
import static dev.carillon.testing.Texts.frames;
import static dev.carillon.testing.Texts.response;
import static dev.carillon.testing.Texts.sessionId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of a Redis that is down, slow, back again, or that lost everything. */
final class RedisFaultTest {
    private static final String LOST = error("Redis connection lost");
    private static final String TIMED_OUT = error("Redis operation timed out");
    private static final String TOO_MANY = error("Too many commands are waiting for Redis");

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private RedisServer redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    /** A client that has messages outstanding all the time, and checks every answer. */
    private static final class Talker {
        private static final int OUTSTANDING = 20;

        private final WsClient client;
        private final String id;
        private final Future<?> end;
        private volatile boolean stopping;
        private volatile long responses;
        private volatile long errors;

        Talker(WsClient client, ExecutorService threads) {
            this.client = client;
            this.id = sessionId(client.readText());
            this.end = threads.submit(this::talk);
        }

        private void talk() {
            client.send(frames(OUTSTANDING, i -> "message"));
            int outstanding = OUTSTANDING;
            while (outstanding > 0) {
                String reply = client.readText();
                if (reply.startsWith("{\"type\":\"gap\"")) {
                    continue;
                }
                outstanding--;
                if (reply.equals(response(responses + 1))) {
                    responses++;
                } else {
                    assertThat(reply).as("after %d responses", responses).matches(Talker::isDocumented);
                    errors++;
                }
                if (!stopping) {
                    client.sendText("message");
                    outstanding++;
                }
            }
        }

        private static boolean isDocumented(String error) {
            return error.equals(LOST)
                    || error.equals(TIMED_OUT)
                    || error.startsWith(
                            "{\"type\":\"error\",\"message\":\"Failed to process message\",\"error\":\"Redis: LOADING");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerEveryMessageOnceWhileRedisStopsAndStarts(boolean remembering, @TempDir Path folder)
            throws Exception {
        try (RedisServer server = RedisServer.start(remembering ? folder : null)) {
            Instance instance = start(server);
            WsClient chat = clients.open(instance, "/chat");
            ExecutorService threads = Executors.newCachedThreadPool();
            List<Talker> talkers = clients.open(6, instance, "/ws").stream()
                    .map(client -> new Talker(client, threads))
                    .toList();
            grown(talkers, talker -> talker.responses);
            server.stop();
            grown(talkers, talker -> talker.errors);
            server.startAgain();
            grown(talkers, talker -> talker.responses);
            server.kill();
            server.startAgain();
            grown(talkers, talker -> talker.responses);
            for (Talker talker : talkers) {
                talker.stopping = true;
                talker.end.get(10, TimeUnit.SECONDS);
            }
            threads.shutdown();
            try (RedisCli look = RedisCli.open(server.url())) {
                for (Talker talker : talkers) {
                    // The next frame is the answer to this: there was none too many
                    long next = talker.responses + 1;
                    assertThat(talker.client.sendText("one more").readText()).isEqualTo(response(next));
                    assertThat(look.text("HGET", "session:" + talker.id, "messageCount"))
                            .isEqualTo("" + next);
                    assertThat(look.number("SISMEMBER", "carillon:sessions:" + instance.id(), talker.id))
                            .isEqualTo(1);
                }
            }
            await().until(() -> ready(instance).statusCode() == 200);
            assertThat(chat.sendText("flows again").readText()).isEqualTo("[S] flows again");
            assertThat(Instances.metric(instance, "carillon_redis_reconnects_total", "link", "command"))
                    .isGreaterThanOrEqualTo(2);
            Ledger.isBalanced(Instances.port(instance));
            instances.stop(instance);
        }
    }

    @Test
    void shouldSayThatRedisTimedOutAndGoOnWithTheNextNumber() {
        Instance instance = start(redis);
        WsClient client = clients.open(instance, "/ws");
        String id = sessionId(client.readText());
        client.send(frames(3, i -> "counted"));
        for (int i = 1; i <= 3; i++) {
            assertThat(client.readText()).isEqualTo(response(i));
        }
        redis.pause();
        client.send(frames(5, i -> "not counted"));
        for (int i = 0; i < 5; i++) {
            assertThat(client.readText()).isEqualTo(TIMED_OUT);
        }
        redis.resume();
        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(client.sendText("counted").readText()).isEqualTo(response(4));
        try (RedisCli look = RedisCli.open(redis.url())) {
            assertThat(look.text("HGET", "session:" + id, "messageCount")).isEqualTo("4");
        }
        assertThat(Instances.metric(instance, "carillon_redis_commands_timed_out_total"))
                .isPositive();
    }

    @Test
    void shouldWaitForARedisThatIsSlowButInTime() {
        Instance instance = start(redis, "redis.commandTimeout", "10s");
        WsClient client = clients.open(instance, "/ws");
        WsClient chat = clients.open(instance, "/chat");
        client.readText();
        redis.pause();
        client.send(frames(5, i -> "message"));
        chat.sendText("patience");
        await().until(() -> waiting(instance) >= 2);
        redis.resume();
        for (int i = 1; i <= 5; i++) {
            assertThat(client.readText()).isEqualTo(response(i));
        }
        assertThat(chat.readText()).isEqualTo("[S] patience");
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total"))
                .isZero();
    }

    @Test
    void shouldRefuseAtOnceWhatFindsTooManyWaiting() {
        int texts = 50;
        Instance instance = start(redis, "redis.commandTimeout", "10s", "redis.maxWaiting", "10");
        WsClient chat = clients.open(instance, "/chat");
        redis.pause();
        chat.send(frames(texts, i -> "message"));
        // At most one write is under way and ten commands wait
        int refused = 0;
        await().until(() -> Instances.metric(instance, "carillon_redis_commands_refused_total") > 0);
        assertThat(chat.readText()).isEqualTo(TOO_MANY);
        refused++;
        redis.resume();
        int published = 0;
        while (refused + published < texts) {
            String text = chat.readText();
            if (text.equals("[S] message")) {
                published++;
            } else {
                assertThat(text).isEqualTo(TOO_MANY);
                refused++;
            }
        }
        assertThat(published).isPositive();
        assertThat(Instances.metric(instance, "carillon_redis_commands_refused_total"))
                .isEqualTo(refused);
        assertThat(chat.sendText("room again").readText()).isEqualTo("[S] room again");
    }

    @Test
    void shouldEnterSessionsLaterWhoseFirstCountWasRefused() {
        Instance instance = start(redis, "redis.commandTimeout", "10s", "redis.maxWaiting", "10");
        Map<WsClient, Integer> counted = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        for (WsClient client : clients.open(30, instance, "/ws")) {
            counted.put(client, 0);
            ids.add(sessionId(client.readText()));
        }
        redis.pause();
        counted.keySet().forEach(client -> client.sendText("first"));
        await().until(() -> Instances.metric(instance, "carillon_redis_commands_refused_total") > 0);
        redis.resume();
        int refused = 0;
        for (WsClient client : counted.keySet()) {
            if (client.readText().equals(TOO_MANY)) {
                refused++;
            } else {
                counted.put(client, 1);
            }
        }
        assertThat(refused).isBetween(1, 29);
        counted.forEach((client, count) ->
                assertThat(client.sendText("next").readText()).isEqualTo(response(count + 1)));
        try (RedisCli look = RedisCli.open(redis.url())) {
            assertThat(look.members("carillon:sessions:" + instance.id())).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void shouldSubscribeAgainWhenRedisDropsTheSubscriber() {
        Instance instance = start(redis, "redis.backoffMin", "1s", "redis.backoffMax", "1s");
        WsClient chat = clients.open(instance, "/chat");
        WsClient session = clients.open(instance, "/ws");
        session.readText();
        try (RedisCli cli = RedisCli.open(redis.url())) {
            assertThat(cli.number("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(1);
        }
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> ready(instance).body().contains("Redis subscriber link is down: "));
        assertThat(ready(instance).statusCode()).isEqualTo(503);
        // Commands have a connection of their own
        assertThat(session.sendText("message").readText()).isEqualTo(response(1));

        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(chat.sendText("heard again").readText()).isEqualTo("[S] heard again");
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total", "link", "subscriber"))
                .isEqualTo(1);
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total", "link", "command"))
                .isZero();
    }

    @Test
    void shouldHoldAMessageUntilItsOwnSessionsCanHearIt() {
        Instance instance = start(redis, "redis.backoffMin", "400ms", "redis.backoffMax", "400ms");
        WsClient chat = clients.open(instance, "/chat");
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.number("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> ready(instance).body().contains("Redis subscriber link is down: "));
        for (int i = 0; i < 100; i++) {
            chat.sendText("" + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(chat.readText()).isEqualTo("[S] " + i);
        }
    }

    @Test
    void shouldReplaceASubscriberThatHasGoneSilent() {
        Instance instance = start(redis);
        WsClient chat = clients.open(instance, "/chat");
        redis.pause();
        await().until(() -> Instances.metric(instance, "carillon_redis_link_up") == 0);
        redis.resume();
        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(chat.sendText("heard again").readText()).isEqualTo("[S] heard again");
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total"))
                .isEqualTo(2);
    }

    @Test
    void shouldTellASubscriberThatIsBusyFromOneThatIsSilent() {
        Instance instance = start(redis, "redis.commandTimeout", "200ms", "chat.prefix", "false");
        WsClient chat = clients.open(instance, "/chat");
        try (RedisCli backEnd = RedisCli.open(redis.url())) {
            // The link is asked for a sign of life some five times meanwhile
            long endNs = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() - endNs < 0) {
                for (int i = 0; i < 100; i++) {
                    backEnd.send("PUBLISH", "chat", "message " + i);
                }
                for (int i = 0; i < 100; i++) {
                    backEnd.receive();
                    assertThat(chat.readText()).isEqualTo("message " + i);
                }
            }
        }
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total", "link", "subscriber"))
                .isZero();
        assertThat(Instances.metric(instance, "carillon_redis_link_up", "link", "subscriber"))
                .isEqualTo(1);
    }

    @Test
    void shouldStartWithoutRedisAndBecomeReadyWhenItComes() {
        redis.stop();
        Instance instance = start(redis);
        HttpResponse<String> down = ready(instance);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body())
                .containsPattern("\"Redis command link is down: [^\"]*Connection refused")
                .containsPattern("\"Redis subscriber link is down: [^\"]*Connection refused");
        WsClient session = clients.open(instance, "/ws");
        WsClient chat = clients.open(instance, "/chat");
        session.readText();
        assertThat(session.sendText("too early").readText()).isEqualTo(TIMED_OUT);

        redis.startAgain();
        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(session.sendText("message").readText()).isEqualTo(response(1));
        assertThat(chat.sendText("hello").readText()).isEqualTo("[S] hello");
    }

    @Test
    void shouldTellASenderThatItsChatMessageIsLost() {
        Instance instance = start(redis);
        WsClient chat = clients.open(instance, "/chat");
        redis.stop();
        assertThat(chat.sendText("into the void").readText()).isIn(LOST, TIMED_OUT);
        redis.startAgain();
        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(chat.sendText("heard").readText()).isEqualTo("[S] heard");
    }

    @Test
    void shouldFailOnlyTheCommandThatRedisRefuses() {
        Instance instance = start(redis, "redis.commandTimeout", "10s");
        WsClient bad = clients.open(instance, "/ws");
        WsClient good = clients.open(instance, "/ws");
        WsClient chat = clients.open(instance, "/chat");
        String id = sessionId(bad.readText());
        good.readText();
        assertThat(bad.sendText("message").readText()).isEqualTo(response(1));
        assertThat(good.sendText("message").readText()).isEqualTo(response(1));
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("SET", "session:" + id, "no hash");
            redis.pause();
            chat.sendText("goes out alone");
            await().until(() -> waiting(instance) >= 1);
            bad.sendText("message");
            good.sendText("message");
            chat.sendText("goes out with the others");
            await().until(() -> waiting(instance) >= 4);
            redis.resume();

            assertThat(bad.readText())
                    .isEqualTo(error("Redis: WRONGTYPE Operation against a key holding the wrong kind of value"));
            assertThat(good.readText()).isEqualTo(response(2));
            assertThat(chat.readText()).isEqualTo("[S] goes out alone");
            assertThat(chat.readText()).isEqualTo("[S] goes out with the others");

            cli.call("DEL", "session:" + id);
            assertThat(bad.sendText("message").readText()).isEqualTo(response(2));
            assertThat(cli.text("HGET", "session:" + id, "messageCount")).isEqualTo("2");
        }
        assertThat(Instances.metric(instance, "carillon_redis_reconnects_total"))
                .isZero();
    }

    @Test
    void shouldSweepTheSessionsOfADeadInstanceInBatches() {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            int sessions = 35;
            cli.call("SADD", "carillon:instances", "dead");
            String[] exists = new String[sessions + 1];
            exists[0] = "EXISTS";
            for (int i = 0; i < sessions; i++) {
                exists[i + 1] = "session:of-the-dead-" + i;
                cli.call("HSET", exists[i + 1], "messageCount", "7");
                cli.call("SADD", "carillon:sessions:dead", "of-the-dead-" + i);
            }
            String[] settings = {"redis.sweepBatch", "10", "redis.sweepInterval", "100ms"};
            Instance one = start(redis, settings);
            Instance two = start(redis, settings);
            WsClient living = clients.open(one, "/ws");
            String livingKey = "session:" + sessionId(living.readText());
            living.sendText("message").readText();

            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                cli.call("MULTI");
                cli.call("INFO", "commandstats");
                cli.call(exists);
                List<?> look = (List<?>) cli.call("EXEC");
                long left = (Long) look.get(1);
                assertThat(sessions - left).isLessThanOrEqualTo(10 * RedisCli.calls((String) look.get(0), "spop"));
                return left == 0;
            });
            await().until(() -> cli.number("SISMEMBER", "carillon:instances", "dead") == 0);
            assertThat(cli.number("EXISTS", "carillon:sessions:dead")).isZero();
            assertThat(cli.members("carillon:instances")).containsExactlyInAnyOrder(one.id(), two.id());
            assertThat(cli.number("EXISTS", livingKey)).isEqualTo(1);
        }
    }

    @Test
    void shouldForgetADeadInstanceThatHadNoSessions() {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("SADD", "carillon:instances", "dead");
            start(redis, "redis.sweepInterval", "100ms");
            await().until(() -> cli.number("SISMEMBER", "carillon:instances", "dead") == 0);
        }
    }

    @Test
    void shouldSpareAnInstanceWhoseLeaseLasts() {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("SADD", "carillon:instances", "slow", "dead");
            cli.call("SADD", "carillon:sessions:slow", "of-the-slow");
            cli.call("HSET", "session:of-the-slow", "messageCount", "7");
            cli.call("SET", "carillon:lease:slow", "Server-1", "PX", "60000");
            start(redis, "redis.sweepInterval", "100ms");
            // Both were looked at by the time that one is gone
            await().until(() -> cli.number("SISMEMBER", "carillon:instances", "dead") == 0);
            assertThat(cli.number("EXISTS", "session:of-the-slow")).isEqualTo(1);

            cli.call("DEL", "carillon:lease:slow");
            await().until(() -> cli.number("EXISTS", "session:of-the-slow") == 0);
        }
    }

    @Test
    void shouldStopSweepingAnInstanceThatIsAliveAfterAll() {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            int sessions = 20_000;
            cli.call("SADD", "carillon:instances", "paused");
            String[] enter = new String[sessions + 2];
            enter[0] = "SADD";
            enter[1] = "carillon:sessions:paused";
            for (int i = 0; i < sessions; i++) {
                enter[i + 2] = "of-the-paused-" + i;
            }
            cli.call(enter);
            start(redis, "redis.sweepBatch", "1", "redis.sweepInterval", "20ms");
            await().until(() -> cli.number("SCARD", "carillon:sessions:paused") < sessions);
            cli.call("MULTI");
            cli.call("SET", "carillon:lease:paused", "Server-1", "PX", "60000");
            cli.call("SCARD", "carillon:sessions:paused");
            Object left = ((List<?>) cli.call("EXEC")).get(1);
            assertThat((Long) left).isPositive();

            // Another that dies later is looked at and swept in the meantime
            cli.call("SADD", "carillon:sessions:dead", "of-the-dead");
            cli.call("SADD", "carillon:instances", "dead");
            await().until(() -> cli.number("SISMEMBER", "carillon:instances", "dead") == 0);
            assertThat(cli.call("SCARD", "carillon:sessions:paused")).isEqualTo(left);
            assertThat(cli.members("carillon:instances")).contains("paused");
        }
    }

    @Test
    void shouldEnterItsSessionsAgainWhenRedisLostEverything() {
        Instance instance = start(redis);
        WsClient client = clients.open(instance, "/ws");
        String id = sessionId(client.readText());
        try (RedisCli cli = RedisCli.open(redis.url())) {
            assertThat(client.sendText("message").readText()).isEqualTo(response(1));
            assertThat(cli.number("SISMEMBER", "carillon:sessions:" + instance.id(), id))
                    .isEqualTo(1);
            cli.call("FLUSHALL");
            await().until(() -> cli.number("EXISTS", "carillon:lease:" + instance.id()) == 1);
            assertThat(cli.number("SISMEMBER", "carillon:instances", instance.id()))
                    .isEqualTo(1);
            int[] count = {1};
            await().until(() -> {
                assertThat(client.sendText("message").readText()).isEqualTo(response(++count[0]));
                return cli.number("SISMEMBER", "carillon:sessions:" + instance.id(), id) == 1;
            });
            assertThat(cli.text("HGET", "session:" + id, "messageCount")).isEqualTo("" + count[0]);
        }
    }

    private Instance start(RedisServer server, String... settings) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "redis.url", server.url(),
                "redis.commandTimeout", "500ms",
                "redis.backoffMin", "50ms",
                "redis.backoffMax", "200ms",
                "redis.lease", "600ms",
                "socket.closeTimeout", "100ms",
                "server.name", "S"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        List<String> all = new ArrayList<>();
        values.forEach((key, value) -> all.addAll(List.of(key, value)));
        return instances.start(all.toArray(String[]::new));
    }

    /** Waits until each has thirty more than now. */
    private static void grown(List<Talker> talkers, ToLongFunction<Talker> number) throws Exception {
        Map<Talker, Long> goals = new LinkedHashMap<>();
        talkers.forEach(talker -> goals.put(talker, number.applyAsLong(talker) + 30));
        for (Talker talker : talkers) {
            await().until(() -> talker.end.isDone() || number.applyAsLong(talker) >= goals.get(talker));
            if (talker.end.isDone()) {
                talker.end.get();
            }
        }
    }

    private static HttpResponse<String> ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready");
    }

    private static double waiting(Instance instance) {
        return Instances.metric(instance, "carillon_redis_commands_waiting");
    }
}
