package dev.carillon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.Texts;
import dev.carillon.testing.WsClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an instance is emptied, as its clients and those who run it see it. */
@ExtendWith(RedisExtension.class)
final class DrainTest {
    // So long that a test ends before the second session's turn comes
    private static final String ENDLESS = "30m";

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldTellEachClientWhenToReconnect() {
        Instance instance = instances.start("server.verticlesPerPort", "2");
        List<WsClient> all = new ArrayList<>(clients.open(30, instance, "/chat"));
        all.addAll(clients.open(10, instance, "/ws"));
        all.addAll(clients.open(10, instance, "/socket.io/?EIO=4&transport=websocket"));
        HttpResponse<String> answer = drain(instance);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"sessions\":50,\"windowMs\":0}");
        Set<Integer> delays = new HashSet<>();
        for (WsClient client : all) {
            delays.add(reconnectInMs(client.readClose()));
            client.sendClose(1012, "");
            assertThat(client.awaitEnd()).isTrue();
        }
        assertThat(delays).hasSizeGreaterThan(30).allMatch(delayMs -> delayMs >= 0 && delayMs < 1000);
        await().until(() -> left(instance) == 0);
        assertThat(Instances.metric(instance, "carillon_sessions_closed_total", "reason", "stopping"))
                .isEqualTo(50);
    }

    @Test
    void shouldNeitherBeReadyNorAcceptButLive() {
        Instance instance = instances.start();
        assertThat(Instances.metric(instance, "carillon_drain_draining")).isZero();
        int port = Instances.port(instance);
        try (WsClient idle = new WsClient(port)) {
            drain(instance);
            assertThat(ready(instance).statusCode()).isEqualTo(503);
            assertThat(ready(instance).body()).contains("\"reasons\":[\"draining\"]");
            assertThat(idle.awaitEnd()).isTrue();
        }
        await().untilAsserted(() -> assertThatThrownBy(() -> new WsClient(port))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("refused"));
        assertThat(Instances.metric(instance, "carillon_drain_draining")).isEqualTo(1);
        assertThat(Instances.get(instance.managementPort(), "/live").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldCloseOneSessionAfterAnotherWhileTheOthersGoOn() {
        Instance instance = instances.start("server.drainWindow", ENDLESS, "server.verticlesPerPort", "1");
        List<WsClient> all = clients.open(10, instance, "/chat");
        drain(instance);
        await().until(() -> {
            all.stream().filter(client -> client.available() > 0).forEach(WsClient::close);
            return left(instance) == 9;
        });
        try (RedisCli back = RedisCli.open(RedisExtension.url())) {
            back.call("PUBLISH", "chat", "still here");
        }
        List<WsClient> others =
                all.stream().filter(client -> !client.socket().isClosed()).toList();
        assertThat(others)
                .hasSize(9)
                .allSatisfy(client -> assertThat(client.readText()).isEqualTo("still here"));
        instance.hurry();
        assertThat(others)
                .allSatisfy(
                        client -> assertThat(reconnectInMs(client.readClose())).isNotNegative());
        others.forEach(WsClient::close);
        await().until(() -> left(instance) == 0);
    }

    @Test
    void shouldSendWhatWaitsBeforeItCloses() {
        int messages = 200;
        String text = "x".repeat(20_000);
        Instance instance = instances.start("socket.maxPendingBytes", "16777216");
        WsClient client = clients.openWithSmallBuffer(instance, "/chat");
        try (RedisCli back = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < messages; i++) {
                back.call("PUBLISH", "chat", i + text);
            }
        }
        await().until(() -> Instances.metric(instance, "carillon_ledger_owed_total", "channel", "chat") == messages);
        drain(instance);
        await().until(() -> ready(instance).statusCode() == 503);
        for (int i = 0; i < messages; i++) {
            assertThat(client.readText()).isEqualTo(i + text);
        }
        assertThat(reconnectInMs(client.read())).isNotNegative();
    }

    @Test
    void shouldAnswerWhatIsOwedBeforeItCloses() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url());
            WsClient client = clients.open(instance, "/ws");
            client.readText();
            redis.pause();
            client.sendText("count me");
            await().until(() -> Instances.metric(instance, "carillon_messages_received_total") == 1);
            drain(instance);
            redis.resume();
            assertThat(client.readText()).isEqualTo(Texts.response(1));
            assertThat(reconnectInMs(client.read())).isNotNegative();
        }
    }

    @Test
    void shouldPublishWhatAClientSentBeforeItHeardOfTheDrain() {
        Instance draining = instances.start("chat.prefix", "false");
        WsClient listener = clients.open(instances.start(), "/chat");
        WsClient talker = clients.open(draining, "/chat");
        drain(draining);
        await().until(() -> talker.available() > 0);
        talker.send(WsClient.frame(WsClient.PING, true, 0, new byte[0])).sendText("last words");
        assertThat(listener.readText()).isEqualTo("last words");
        assertThat(reconnectInMs(talker.read())).isNotNegative();
        talker.sendClose(1012, "");
        assertThat(talker.input()).isEmpty();
    }

    @Test
    void shouldNotWaitForeverForWhatIsOwed() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url(), "redis.commandTimeout", "10m");
            WsClient client = clients.open(instance, "/ws");
            client.readText();
            redis.pause();
            client.sendText("count me");
            await().until(() -> Instances.metric(instance, "carillon_messages_received_total") == 1);
            drain(instance);
            assertThat(reconnectInMs(client.read())).isNotNegative();
            redis.resume();
        }
    }

    @Test
    void shouldDrainOnceHoweverOftenItIsAsked() {
        Instance instance = instances.start("server.drainWindow", ENDLESS, "server.verticlesPerPort", "1");
        List<WsClient> all = clients.open(3, instance, "/chat");
        assertThat(drain(instance).body()).isEqualTo("{\"sessions\":3,\"windowMs\":1800000}");
        await().until(() -> {
            all.stream().filter(client -> client.available() > 0).forEach(WsClient::close);
            return left(instance) == 2;
        });
        HttpResponse<String> again = drain(instance);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo("{\"sessions\":2,\"windowMs\":1800000}");
        assertThat(left(instance)).isEqualTo(2);
        instance.hurry();
        all.forEach(WsClient::close);
        await().until(() -> left(instance) == 0);
        // Stopping finds it empty, and has nothing to wait for
        instances.stop(instance);
    }

    @Test
    void shouldStopAtOnceWithoutSessions() {
        instances.stop(instances.start("server.drainWindow", ENDLESS));
    }

    @Test
    void shouldStopAtOnceWhenTheLastSessionLeavesByItself() {
        Instance instance = instances.start("server.drainWindow", ENDLESS, "server.verticlesPerPort", "1");
        List<WsClient> all = clients.open(3, instance, "/chat");
        instances.leave(instance);
        Future<Void> stopped = instance.stop();
        await().until(() -> all.stream().anyMatch(client -> client.available() > 0));
        assertThat(stopped.isComplete()).isFalse();
        all.forEach(WsClient::close);
        Instances.await(stopped);
    }

    @Test
    void shouldHurryAStop() {
        Instance instance = instances.start("server.drainWindow", ENDLESS, "server.verticlesPerPort", "1");
        List<WsClient> all = clients.open(3, instance, "/chat");
        instances.leave(instance);
        Future<Void> stopped = instance.stop();
        await().until(() -> all.stream().anyMatch(client -> client.available() > 0));
        instance.hurry();
        all.forEach(client -> {
            assertThat(reconnectInMs(client.readClose())).isNotNegative();
            client.close();
        });
        Instances.await(stopped);
    }

    @Test
    void shouldNotReplaceAVerticleThatFailsMeanwhile() {
        instances.expectBugs();
        Instance instance = instances.start(
                "server.drainWindow", ENDLESS, "server.verticlesPerPort", "1", "supervisor.backoffMin", "1ms");
        int port = Instances.port(instance);
        List<WsClient> all = clients.open(2, instance, "/chat");
        drain(instance);
        Instances.post(instance.managementPort(), "/crash/0");
        assertThatThrownBy(() -> new WsClient(port)).isInstanceOf(UncheckedIOException.class);
        assertThat(Instances.metric(instance, "carillon_worker_restarts_total")).isZero();
        all.forEach(WsClient::close);
    }

    @Test
    void shouldNotDrainForAPageInABrowser() throws Exception {
        Instance instance = instances.start();
        try (WsClient page = new WsClient(instance.managementPort())) {
            page.send(
                    "POST /drain HTTP/1.1\r\nHost: localhost\r\nOrigin: http://example.org\r\nContent-Length: 0\r\n\r\n"
                            .getBytes());
            assertThat(page.readHead()).startsWith("HTTP/1.1 403");
        }
        assertThat(ready(instance).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> drain(Instance instance) {
        return Instances.post(instance.managementPort(), "/drain");
    }

    private static HttpResponse<String> ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready");
    }

    private static double left(Instance instance) {
        return Instances.metric(instance, "carillon_drain_sessions_left");
    }

    private static int reconnectInMs(WsClient.Frame close) {
        assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1012);
        return new JsonObject(close.closeReason()).getInteger("reconnectInMs");
    }
}
