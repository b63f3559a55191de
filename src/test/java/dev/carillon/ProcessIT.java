package dev.carillon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import dev.carillon.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, run as its users run it. */
final class ProcessIT {
    private static final String SERVES = "Carillon serves port ";

    @TempDir
    Path folder;

    private final int port = RedisServer.freePort();
    private final int managementPort = RedisServer.freePort();
    private final int redisPort = RedisServer.freePort();

    @Test
    void shouldServeOnDefaultsWithNothingInstalled() {
        try (CarillonProcess carillon = start(port, managementPort)) {
            assertThat(carillon.output())
                    .contains("embedded Redis at redis://127.0.0.1:" + redisPort)
                    .contains("nothing is kept")
                    .contains("ws://localhost:" + port + "/ws")
                    .contains("ws://localhost:" + port + "/chat");
            try (WsClient client = WsClient.open(port, "/ws")) {
                client.readText();
                client.sendText("x");
                assertThat(client.readText()).endsWith("\"messageCount\":1}");
            }
            assertThat(Instances.get(managementPort, "/ready").statusCode()).isEqualTo(200);
        }
        assertThat(folder.resolve("logs/carillon-" + port + ".log")).isNotEmptyFile();
    }

    @Test
    void shouldBeAClusterWithASecondProcess() {
        int secondPort = RedisServer.freePort();
        try (CarillonProcess first = start(port, managementPort);
                CarillonProcess second = start(secondPort, RedisServer.freePort());
                WsClient here = WsClient.open(port, "/chat");
                WsClient there = WsClient.open(secondPort, "/chat")) {
            assertThat(first.output()).contains("embedded Redis");
            assertThat(second.output()).contains("found running on this machine");
            here.sendText("ding");
            assertThat(there.readText()).isEqualTo("[Server-" + port + "] ding");
            assertThat(here.readText()).isEqualTo("[Server-" + port + "] ding");
            there.sendText("dong");
            assertThat(here.readText()).isEqualTo("[Server-" + secondPort + "] dong");
        }
    }

    @Test
    void shouldPublishFromAShellOnTheSameMachine() {
        try (CarillonProcess carillon = start(port, managementPort);
                WsClient client = WsClient.open(port, "/chat")) {
            String url = "http://localhost:" + port;
            assertThat(carillon.output())
                    .contains("api        at " + url + "/api/v1, from this machine alone: no api.keys");
            try (CarillonProcess shell =
                    CarillonProcess.start(folder, Map.of(), "publish", "chat", "ding", "--url", url)) {
                assertThat(shell.exitCode(20)).as(shell.output()).isZero();
                assertThat(shell.output().strip()).isEqualTo("1 instance received it");
            }
            assertThat(client.readText()).isEqualTo("ding");
        }
    }

    @Test
    void shouldPublishFromAShellThatShowsAKey() {
        Map<String, String> keys = Map.of("CARILLON_API_KEYS", "shell:correct-horse-battery,old:0123456789abcdef");
        Map<String, String> key = Map.of("CARILLON_API_KEY", "correct-horse-battery");
        String url = "http://localhost:" + port;
        try (RedisServer redis = RedisServer.start();
                CarillonProcess carillon = start(port, managementPort, redis.url(), keys);
                CarillonProcess with = CarillonProcess.start(folder, key, "publish", "chat", "ding", "--url", url);
                CarillonProcess without =
                        CarillonProcess.start(folder, Map.of(), "publish", "chat", "ding", "--url", url)) {
            assertThat(carillon.output()).contains("/api/v1, with 2 keys").doesNotContain("battery");
            assertThat(with.exitCode(20)).as(with.output()).isZero();
            assertThat(without.exitCode(20)).as(without.output()).isEqualTo(2);
        }
    }

    @Test
    void shouldCloseItsSessionsAndExitWithZeroWhenTerminated() {
        try (CarillonProcess carillon = start(port, managementPort);
                WsClient client = WsClient.open(port, "/ws")) {
            client.readText();
            carillon.sendTerm();
            assertThat(client.readClose().closeCode()).isEqualTo(1012);
            client.sendClose(1001, "");
            assertThat(carillon.exitCode(10)).isZero();
            assertThat(carillon.output())
                    .contains("Stopping")
                    .contains("Stopped")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void shouldDrainWhenTerminatedAndHurryWhenToldAgain() {
        Map<String, String> slowly =
                Map.of("CARILLON_SERVER_DRAIN_WINDOW", "30m", "CARILLON_SERVER_VERTICLES_PER_PORT", "1");
        try (RedisServer redis = RedisServer.start();
                CarillonProcess carillon = start(port, managementPort, redis.url(), slowly);
                WsClient here = WsClient.open(port, "/chat");
                WsClient there = WsClient.open(port, "/chat")) {
            carillon.sendTerm();
            Awaitility.await().until(() -> here.available() + there.available() > 0);
            WsClient first = here.available() > 0 ? here : there;
            WsClient second = first == here ? there : here;
            assertThat(first.readClose().closeCode()).isEqualTo(1012);
            first.sendClose(1012, "");
            assertThat(Instances.get(managementPort, "/ready").body()).contains("\"reasons\":[\"draining\"]");
            second.sendText("still here");
            assertThat(second.readText()).endsWith("still here");
            carillon.sendTerm();
            WsClient.Frame close = second.readClose();
            assertThat(close.closeCode()).isEqualTo(1012);
            assertThat(new JsonObject(close.closeReason()).getInteger("reconnectInMs"))
                    .isNotNegative();
            second.sendClose(1012, "");
            assertThat(carillon.exitCode(10)).isZero();
            assertThat(carillon.output())
                    .contains("Draining within 1800000 ms, sessions: 2", "sessions closed: 2, left: 0")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void shouldEndAtSigtermAfterItWasDrained() {
        Map<String, String> slowly = Map.of("CARILLON_SERVER_DRAIN_WINDOW", "100ms");
        try (RedisServer redis = RedisServer.start();
                CarillonProcess carillon = start(port, managementPort, redis.url(), slowly);
                WsClient client = WsClient.open(port, "/chat")) {
            assertThat(Instances.post(managementPort, "/drain").statusCode()).isEqualTo(202);
            assertThat(client.readClose().closeCode()).isEqualTo(1012);
            client.sendClose(1012, "");
            carillon.awaitOutput("sessions closed: 1, left: 0");
            assertThat(Instances.get(managementPort, "/live").statusCode()).isEqualTo(200);
            carillon.sendTerm();
            assertThat(carillon.exitCode(10)).isZero();
            assertThat(carillon.output()).containsOnlyOnce("Draining").doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void shouldExitInTimeAlthoughAClientDoesNotAnswer() {
        try (CarillonProcess carillon = start(port, managementPort);
                WsClient client = WsClient.open(port, "/ws")) {
            client.readText();
            carillon.sendTerm();
            assertThat(carillon.exitCode(10)).isZero();
        }
    }

    @Test
    void shouldTakeItsEmbeddedRedisAlongWhenKilled() throws Exception {
        try (CarillonProcess carillon = start(port, managementPort)) {
            carillon.kill();
        }
        Awaitility.await().until(() -> {
            try (ServerSocket socket = new ServerSocket(redisPort)) {
                return socket.isBound();
            } catch (BindException inUse) {
                return false;
            }
        });
    }

    @Test
    void shouldSweepTheSessionsOfAProcessThatWasKilled() {
        int secondPort = RedisServer.freePort();
        Map<String, String> lease = Map.of("CARILLON_REDIS_LEASE", "2s");
        List<WsClient> clients = new ArrayList<>();
        try (RedisServer redis = RedisServer.start();
                CarillonProcess survivor = start(port, managementPort, redis.url(), lease);
                CarillonProcess victim = start(secondPort, RedisServer.freePort(), redis.url(), lease)) {
            for (int i = 0; i < 50; i++) {
                clients.add(countedOnce(secondPort));
            }
            WsClient kept = countedOnce(port);
            clients.add(kept);
            RedisKeys keys = new RedisKeys(redis.url());
            assertThat(keys.count("session:*")).isEqualTo(51);
            victim.kill();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> keys.count("session:*") == 1);
            kept.sendText("still here");
            assertThat(kept.readText()).endsWith("\"messageCount\":2}");
            Awaitility.await().until(() -> keys.count("carillon:sessions:*") == 1);
            keys.close();
            assertThat(survivor.output()).contains("has died: its sessions are swept");
        } finally {
            clients.forEach(WsClient::close);
        }
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(port)) {
            CarillonProcess carillon = CarillonProcess.start(folder, environment(port, managementPort));
            assertThat(carillon.exitCode(30)).isEqualTo(1);
            assertThat(carillon.output()).contains("port " + taken.getLocalPort() + " is in use already");
            assertThat(carillon.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldServeTwelvePortsFromOneFile() {
        Path conf = Path.of("conf/cluster.json").toAbsolutePath();
        int first = FreePorts.row(12);
        Map<String, String> environment = environment(first, managementPort);
        try (CarillonProcess carillon =
                CarillonProcess.start(folder, environment, "serve", "--conf", conf.toString())) {
            carillon.awaitOutput(
                    "Carillon serves ports " + first + " to " + (first + 11) + " with one verticle on each");
            try (WsClient sender = WsClient.open(first, "/chat")) {
                List<WsClient> listeners = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    listeners.add(WsClient.open(first + i, "/chat"));
                }
                sender.sendText("all twelve");
                for (WsClient listener : listeners) {
                    assertThat(listener.readText()).isEqualTo("[Server-" + first + "] all twelve");
                    listener.close();
                }
            }
        }
    }

    private CarillonProcess start(int onPort, int management) {
        return CarillonProcess.start(folder, environment(onPort, management)).awaitOutput(SERVES + onPort);
    }

    private CarillonProcess start(int onPort, int management, String redisUrl, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(environment(onPort, management));
        environment.putAll(more);
        environment.put("REDIS_URL", redisUrl);
        return CarillonProcess.start(folder, environment).awaitOutput(SERVES + onPort);
    }

    private Map<String, String> environment(int onPort, int management) {
        return Map.of(
                "PORT",
                String.valueOf(onPort),
                "CARILLON_MANAGEMENT_PORT",
                String.valueOf(management),
                "CARILLON_REDIS_LOCAL_PORT",
                String.valueOf(redisPort));
    }

    private static WsClient countedOnce(int onPort) {
        WsClient client = WsClient.open(onPort, "/ws");
        client.readText();
        client.sendText("x");
        assertThat(new JsonObject(client.readText()).getInteger("messageCount")).isEqualTo(1);
        return client;
    }

    /** A look into Redis from outside. */
    private static final class RedisKeys {
        private final Vertx vertx = Vertx.vertx();
        private final RedisAPI api;

        RedisKeys(String url) {
            api = RedisAPI.api(Redis.createClient(vertx, url));
        }

        int count(String pattern) {
            return Instances.await(api.keys(pattern)).size();
        }

        void close() {
            Instances.await(vertx.close());
        }
    }
}
