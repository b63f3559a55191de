package dev.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.Texts;
import dev.carillon.testing.WsClient;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an instance stops, and how it does not start. */
@ExtendWith(RedisExtension.class)
final class StopTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @RepeatedTest(5)
    void shouldSayGoodbyeToItsSessionsAndLeaveNothingInRedis() {
        // No batch but the last one
        Instance instance = instances.start("redis.sweepInterval", "10m", "redis.sweepBatch", "10");
        List<WsClient> sessions = clients.open(35, instance, "/ws");
        List<WsClient> all = new ArrayList<>(clients.open(5, instance, "/chat"));
        all.addAll(sessions);
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            String[] exists = new String[sessions.size() + 3];
            exists[0] = "EXISTS";
            exists[1] = "carillon:lease:" + instance.id();
            exists[2] = "carillon:sessions:" + instance.id();
            for (int i = 0; i < sessions.size(); i++) {
                exists[i + 3] = "session:" + Texts.sessionId(sessions.get(i).readText());
                assertThat(sessions.get(i).sendText("count me").readText()).isEqualTo(Texts.response(1));
            }
            assertThat(redis.number(exists)).isEqualTo(sessions.size() + 2);
            assertThat(redis.members("carillon:instances")).contains(instance.id());
            List<Integer> ports = List.of(Instances.port(instance), instance.managementPort());

            Future<Void> stopped = stop(instance);
            for (WsClient client : all) {
                WsClient.Frame close = client.read();
                assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
                assertThat(close.closeCode()).isEqualTo(1012);
                client.sendClose(1001, "");
                assertThat(client.awaitEnd()).isTrue();
            }
            Instances.await(stopped);
            assertThat(redis.number(exists)).isZero();
            assertThat(redis.members("carillon:instances")).doesNotContain(instance.id());
            ports.forEach(port -> assertThat(isFree(port)).as("port %s", port).isTrue());
        }
    }

    @Test
    void shouldAnswerWhatCameBeforeItSaysGoodbye() {
        Instance instance = instances.start();
        WsClient client = clients.open(instance, "/ws");
        client.readText();
        for (int i = 1; i <= 100; i++) {
            assertThat(client.sendText("message").readText()).isEqualTo(Texts.response(i));
        }
        Future<Void> stopped = stop(instance);
        assertThat(client.read().closeCode()).isEqualTo(1012);
        client.close();
        Instances.await(stopped);
    }

    @Test
    void shouldStopInTimeAlthoughClientsDoNotAnswer() {
        Instance instance = instances.start("socket.closeTimeout", "600s");
        int port = Instances.port(instance);
        List<WsClient> silent = clients.open(5, instance, "/ws");
        silent.forEach(client -> assertThat(client.readText()).isNotEmpty());
        long startNs = System.nanoTime();
        Future<Void> stopped = stop(instance);
        // Meanwhile it is neither ready nor open to others
        await().until(() -> ready(instance).statusCode() == 503);
        assertThat(ready(instance).body()).contains("\"reasons\":[\"draining\"]");
        assertThatThrownBy(() -> clients.open(port, "/ws"))
                .isInstanceOfAny(IllegalStateException.class, UncheckedIOException.class);
        Instances.await(stopped);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
        assertThat(silent).allSatisfy(client -> {
            assertThat(client.readClose().closeCode()).isEqualTo(1012);
            assertThat(client.awaitEnd()).isTrue();
        });
    }

    @Test
    void shouldStopInTimeAlthoughRedisIsGone() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url());
            WsClient client = clients.open(instance, "/ws");
            client.readText();
            client.sendText("count me").readText();
            redis.kill();
            long startNs = System.nanoTime();
            Future<Void> stopped = stop(instance);
            assertThat(client.readClose().closeCode()).isEqualTo(1012);
            client.close();
            Instances.await(stopped);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
        }
    }

    @Test
    void shouldStopInTimeAlthoughRedisIsSilent() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url());
            clients.open(instance, "/chat").close();
            redis.pause();
            long startNs = System.nanoTime();
            Instances.await(stop(instance));
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
            redis.resume();
        }
    }

    @Test
    void shouldStopTwiceWithoutHarm() {
        Instance instance = instances.start();
        Instances.await(stop(instance));
        Instances.await(instance.stop());
    }

    @Test
    void shouldStopOnceHoweverOftenItIsAskedAtTheSameTime() {
        Instance instance = instances.start();
        WsClient client = clients.open(instance, "/chat");
        Future<Void> first = stop(instance);
        Future<Void> second = instance.stop();
        assertThat(client.readClose().closeCode()).isEqualTo(1012);
        client.close();
        Instances.await(first);
        Instances.await(second);
    }

    @Test
    void shouldStartAgainOnThePortsOfOneThatStopped() {
        Instance first = instances.start();
        String port = "" + Instances.port(first);
        String managementPort = "" + first.managementPort();
        instances.stop(first);
        Instance second = instances.start("server.port", port, "management.port", managementPort);
        assertThat(second.ports()).containsExactly(Integer.valueOf(port));
        assertThat(clients.open(second, "/ws").readText()).startsWith("{\"type\":\"session\"");
    }

    @Test
    void shouldNotStartOnAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RedisServer redis = RedisServer.start();
                RedisCli look = RedisCli.open(redis.url())) {
            assertFails(
                    "port " + taken.getLocalPort() + " is in use already (server.port)",
                    "redis.url",
                    redis.url(),
                    "server.port",
                    "" + taken.getLocalPort(),
                    "management.port",
                    "" + RedisServer.freePort());
            // It left nothing behind
            assertThat(look.text("INFO", "keyspace")).doesNotContain("keys=");
        }
    }

    @Test
    void shouldNotStartWhenOneOfSeveralPortsIsInUse() throws IOException {
        int first = twoFreePorts();
        try (ServerSocket taken = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    "port " + taken.getLocalPort() + " is in use already (server.port)",
                    "server.port",
                    "" + first,
                    "server.ports",
                    "2",
                    "management.port",
                    "" + RedisServer.freePort());
            assertThat(isFree(first)).isTrue();
        }
    }

    @Test
    void shouldNotStartWhenTheManagementPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    "port " + taken.getLocalPort() + " is in use already (management.port)",
                    "management.port",
                    "" + taken.getLocalPort());
        }
    }

    private Future<Void> stop(Instance instance) {
        instances.leave(instance);
        return instance.stop();
    }

    private void assertFails(String message, String... settings) {
        assertThatThrownBy(() -> instances.start(settings))
                .cause()
                .isInstanceOf(StartException.class)
                .hasMessage(message);
    }

    private static HttpResponse<String> ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    private static int twoFreePorts() {
        int first = RedisServer.freePort();
        while (first == 65535 || !isFree(first + 1)) {
            first = RedisServer.freePort();
        }
        return first;
    }
}
