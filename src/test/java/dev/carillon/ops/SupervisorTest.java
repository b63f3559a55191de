package dev.carillon.ops;

import static dev.carillon.testing.Texts.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.Texts;
import dev.carillon.testing.WsClient;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verticles that fail, and what the sessions of the others notice of it: nothing. */
@ExtendWith(RedisExtension.class)
final class SupervisorTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldReplaceAVerticleThatFailsWhileTheOthersGoOn() {
        instances.expectBugs();
        Instance instance = start("2");
        List<WsClient> all = clients.open(10, instance, "/ws");
        List<String> ids = new ArrayList<>();
        all.forEach(client -> ids.add(Texts.sessionId(client.readText())));
        all.forEach(client -> assertThat(client.sendText("first").readText()).isEqualTo(response(1)));

        HttpResponse<String> answer = crash(instance, "0");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"crashed\":0}");
        await().until(() -> restarts(instance) == 1);
        await().until(() -> ready(instance).body().contains("\"verticles\":2"));

        int undisturbed = 0;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            WsClient client = all.get(i);
            client.sendText("second");
            WsClient.Frame frame = client.read();
            if (frame.opcode() == WsClient.CLOSE) {
                assertThat(frame.closeCode()).isEqualTo(1012);
                client.close();
                keys.add("session:" + ids.get(i));
            } else {
                assertThat(frame.text()).isEqualTo(response(2));
                undisturbed++;
            }
        }
        assertThat(undisturbed).isBetween(2, 8);
        double failed = all.size() - undisturbed;
        await().until(() -> Instances.metric(instance, "carillon_sessions_closed_total", "reason", "failed") == failed);

        // The counters of the sessions that were ended go as those of any other
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            keys.add(0, "EXISTS");
            await().until(() -> redis.number(keys.toArray(String[]::new)) == 0);
        }
        assertServes(instance);
        // The new verticle has its share: it can be made to fail in turn, with sessions on it
        crash(instance, "0");
        await().until(() -> restarts(instance) == 2);
        await().until(() -> ready(instance).body().contains("\"verticles\":2"));
        assertServes(instance);
    }

    @Test
    void shouldSayThatAPortIsNotServedWhileItsOnlyVerticleIsBeingReplaced() {
        instances.expectBugs();
        Instance instance = start("1", "supervisor.backoffMin", "1s");
        WsClient client = clients.open(instance, "/ws");
        client.readText();
        int port = Instances.port(instance);
        assertThat(ready(instance).body()).isEqualTo("{\"status\":\"ready\",\"verticles\":1,\"ports\":[" + port + "]}");

        crash(instance, "0");
        assertThat(client.readClose().closeCode()).isEqualTo(1012);
        await().pollInterval(Duration.ofMillis(5)).until(() -> ready(instance).statusCode() == 503);
        assertThat(ready(instance).body())
                .isEqualTo(
                        "{\"status\":\"not ready\",\"verticles\":0,\"ports\":[],\"reasons\":[\"nothing listens on port "
                                + port + "\"]}");
        assertThat(crash(instance, "0").statusCode()).isEqualTo(404);

        await().until(() -> ready(instance).statusCode() == 200);
        assertThat(instance.ports()).containsExactly(port);
        assertServes(instance);
    }

    @Test
    void shouldReplaceTheVerticleOfOnePortOnThatPort() {
        instances.expectBugs();
        Instance instance = start("1", "server.ports", "2");
        List<Integer> ports = instance.ports();
        List<WsClient> both = List.of(clients.open(ports.get(0), "/ws"), clients.open(ports.get(1), "/ws"));
        both.forEach(WsClient::readText);
        crash(instance, "0");
        await().until(() -> restarts(instance) == 1);
        await().until(() -> ready(instance).body().contains("\"verticles\":2"));
        assertThat(instance.ports()).isEqualTo(ports);

        List<String> heard = new ArrayList<>();
        for (WsClient client : both) {
            WsClient.Frame frame = client.sendText("still here?").read();
            heard.add(frame.opcode() == WsClient.CLOSE ? "" + frame.closeCode() : frame.text());
        }
        assertThat(heard).containsExactlyInAnyOrder("1012", response(1));
        for (int port : ports) {
            WsClient again = clients.open(port, "/ws");
            again.readText();
            assertThat(again.sendText("hello").readText()).isEqualTo(response(1));
        }
    }

    @Test
    void shouldWaitLongerAfterEachFailure() {
        instances.expectBugs();
        Instance instance = start("1", "supervisor.backoffMin", "200ms", "supervisor.backoffMax", "10s");
        // Each pause is between the half and the whole of what it may be
        for (int i = 0; i < 3; i++) {
            long crashedNs = System.nanoTime();
            double failures = i + 1;
            crash(instance, "0");
            await().until(() -> restarts(instance) == failures);
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> ready(instance).statusCode() == 200);
            assertThat(Duration.ofNanos(System.nanoTime() - crashedNs))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100L << i));
        }
    }

    @Test
    void shouldReplaceAVerticleWhoseEventLoopIsBlocked() {
        instances.expectBugs();
        Duration blocked = Duration.ofSeconds(6);
        Instance instance = start("2", "supervisor.blockedAfter", "300ms");
        List<WsClient> all = clients.open(10, instance, "/ws");
        all.forEach(WsClient::readText);
        all.forEach(client -> assertThat(client.sendText("first").readText()).isEqualTo(response(1)));

        long startNs = System.nanoTime();
        crash(instance, "0?blockMs=" + blocked.toMillis());
        await().until(() -> restarts(instance) == 1);
        await().until(() -> ready(instance).body().contains("\"verticles\":2"));
        // All of this while the event loop is blocked
        all.forEach(client -> client.sendText("second"));
        await().until(() ->
                all.stream().filter(client -> client.available() > 0).count() >= 2);
        assertServes(instance);
        List<WsClient> undisturbed =
                all.stream().filter(client -> client.available() > 0).toList();
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(blocked);

        assertThat(undisturbed)
                .hasSizeBetween(2, 8)
                .allSatisfy(client -> assertThat(client.readText()).isEqualTo(response(2)));
        List<WsClient> others = new ArrayList<>(all);
        others.removeAll(undisturbed);
        assertThat(others)
                .allSatisfy(client -> assertThat(client.readClose().closeCode()).isEqualTo(1012));
        assertServes(instance);
        assertThat(restarts(instance)).isEqualTo(1);
    }

    @Test
    void shouldReplaceTheOnlyVerticleOfAPortWhoseEventLoopIsBlocked() {
        instances.expectBugs();
        Duration blocked = Duration.ofSeconds(6);
        Instance instance = start("1", "supervisor.blockedAfter", "300ms");
        WsClient client = clients.open(instance, "/ws");
        client.readText();
        long startNs = System.nanoTime();
        crash(instance, "0?blockMs=" + blocked.toMillis());
        await().until(() -> restarts(instance) == 1);
        await().until(() -> ready(instance).statusCode() == 200);
        assertServes(instance);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(blocked);
        assertThat(client.readClose().closeCode()).isEqualTo(1012);
        assertServes(instance);
    }

    @Test
    void shouldGiveAVerticleALoopOfItsOwnHoweverOftenItWasReplaced() {
        instances.expectBugs();
        Instance instance = start("2", "supervisor.backoffMin", "1ms", "supervisor.backoffMax", "5ms");
        // More often than there are event loops
        for (int i = 1; i <= 12; i++) {
            int times = i;
            crash(instance, "0");
            await().until(() -> restarts(instance) == times);
            await().until(() -> ready(instance).body().contains("\"verticles\":2"));
        }
        List<WsClient> all = clients.open(10, instance, "/ws");
        all.forEach(WsClient::readText);
        crash(instance, "0?blockMs=4000");
        // Half of them are on the other verticle: bridge, management and that one answer while the first is blocked
        List<WsClient> answered = new ArrayList<>();
        await().atMost(Duration.ofSeconds(2)).until(() -> {
            all.forEach(client -> client.sendText("still there?"));
            assertThat(ready(instance).body()).contains("verticles");
            all.stream().filter(client -> client.available() > 0).forEach(answered::add);
            return answered.size() >= 3;
        });
    }

    @Test
    void shouldListenAgainWhenThePortWasLetGoLate() throws Exception {
        instances.expectBugs();
        Instance instance = start(
                "1",
                "supervisor.blockedAfter",
                "300ms",
                "supervisor.backoffMin",
                "1ms",
                "supervisor.backoffMax",
                "1ms");
        for (String how : List.of("0", "0?blockMs=3000")) {
            double before = restarts(instance);
            CountDownLatch busy = delayClosing(instance, Duration.ofMillis(500));
            crash(instance, how);
            await().until(() -> restarts(instance) == before + 1);
            await().until(() -> ready(instance).statusCode() == 200);
            busy.await();
            assertServes(instance);
        }
    }

    /** Keeps the thread busy that binds and lets go of Vert.x's ports. */
    private static CountDownLatch delayClosing(Instance instance, Duration time) throws ReflectiveOperationException {
        Field vertx = Instance.class.getDeclaredField("vertx");
        vertx.setAccessible(true);
        CountDownLatch done = new CountDownLatch(1);
        ((VertxInternal) vertx.get(instance)).acceptorEventLoopGroup().execute(() -> {
            LockSupport.parkNanos(time.toNanos());
            done.countDown();
        });
        return done;
    }

    @Test
    void shouldWaitForNoEventLoopThatIsBlocked() {
        instances.expectBugs();
        Instance instance = start(
                "1",
                "supervisor.blockedAfter",
                "300ms",
                "supervisor.backoffMin",
                "1ms",
                "supervisor.backoffMax",
                "5ms");
        crash(instance, "0?blockMs=15000");
        // As often as there are event loops, so that one of the replacements is dealt the one that is blocked
        for (int i = 1; i <= 7; i++) {
            int times = i;
            await().atMost(Duration.ofSeconds(5)).until(() -> restarts(instance) >= times);
            await().atMost(Duration.ofSeconds(5)).until(() -> ready(instance).statusCode() == 200);
            crash(instance, "0");
        }
    }

    @Test
    void shouldBearABlockThatIsShort() {
        Instance instance = start("1", "supervisor.blockedAfter", "5s");
        WsClient client = clients.open(instance, "/ws");
        client.readText();
        crash(instance, "0?blockMs=300");
        assertThat(client.sendText("patience").readText()).isEqualTo(response(1));
        assertThat(restarts(instance)).isZero();
    }

    @Test
    void shouldRefuseToCrashWhatIsNotThere() {
        Instance instance = start("1");
        for (String verticle : List.of("1", "-1", "x", "99999")) {
            assertThat(crash(instance, verticle).statusCode()).as(verticle).isEqualTo(404);
        }
        for (String blockMs : List.of("x", "-5", "9999999")) {
            assertThat(crash(instance, "0?blockMs=" + blockMs).statusCode())
                    .as(blockMs)
                    .isEqualTo(400);
        }
        assertThat(Instances.get(instance.managementPort(), "/crash/0").statusCode())
                .isEqualTo(405);
        assertServes(instance);
        assertThat(restarts(instance)).isZero();
    }

    @Test
    void shouldOfferNoCrashRouteByDefault() {
        Instance instance = instances.start("management.crashRoute", "false");
        assertThat(crash(instance, "0").statusCode()).isEqualTo(404);
    }

    private Instance start(String verticles, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "server.verticlesPerPort",
                verticles,
                "socket.closeTimeout",
                "200ms",
                "redis.sweepInterval",
                "50ms",
                "supervisor.backoffMin",
                "50ms"));
        all.addAll(List.of(settings));
        return instances.start(all.toArray(String[]::new));
    }

    private void assertServes(Instance instance) {
        for (WsClient client : clients.open(6, instance, "/ws")) {
            client.readText();
            assertThat(client.sendText("hello").readText()).isEqualTo(response(1));
        }
    }

    private static HttpResponse<String> crash(Instance instance, String verticle) {
        return Instances.post(instance.managementPort(), "/crash/" + verticle);
    }

    private static HttpResponse<String> ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready");
    }

    private static double restarts(Instance instance) {
        return Instances.metric(instance, "carillon_worker_restarts_total");
    }
}
