package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.delete;
import static dev.carillon.http.api.Requests.detail;
import static dev.carillon.http.api.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What back-ends learn of sessions, instances and the board. */
@ExtendWith(RedisExtension.class)
final class SessionsAndInstancesTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldFindASessionOnAnotherInstance() {
        Instance first = instances.start();
        Instance second = instances.start("server.name", "other");
        WsClient client = clients.open(second, "/ws");
        String id = id(client);
        client.sendText("counts").readText();
        JsonObject found = new JsonObject(get(first, path(id.toUpperCase())).body());
        Instant opened = Instant.parse((String) found.remove("openedAt"));
        assertThat(opened).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(found)
                .isEqualTo(new JsonObject()
                        .put("id", id)
                        .put("endpoint", "sessions")
                        .put("transport", "websocket")
                        .put("instance", second.id())
                        .put("server", "other")
                        .put("port", Instances.port(second))
                        .put("messageCount", 1));
    }

    @Test
    void shouldCloseASessionOnAnotherInstance() {
        Instance first = instances.start();
        Instance second = instances.start();
        WsClient client = clients.open(second, "/ws");
        WsClient other = clients.open(second, "/ws");
        String id = id(client);
        HttpResponse<String> response = delete(first, path(id));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(client.readClose().closeCode()).isEqualTo(1000);
        client.close();
        await().untilAsserted(
                        () -> assertThat(delete(first, path(id)).statusCode()).isEqualTo(404));
        assertThat(get(first, path(id)).statusCode()).isEqualTo(404);
        assertThat(get(first, path(id(other))).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldFindASessionHoweverSoonTheOthersSayThatTheyLackIt() {
        Instance first = instances.start();
        Instance second = instances.start();
        String id = id(clients.open(first, "/ws"));
        for (int i = 0; i < 200; i++) {
            assertThat(get(i % 2 == 0 ? first : second, path(id)).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-1-1-1-1", "8c9b8b0e6f5e4a5e9d525a1f0c2f7e11"})
    void shouldTakeUuidsAlone(String id) {
        Instance instance = instances.start();
        assertThat(detail(get(instance, path(id)))).isEqualTo("The id of a session is a UUID");
        assertThat(delete(instance, path(id)).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldNotCallASessionUnknownWhileAnInstanceIsSilent() {
        Instance instance = instances.start();
        try (RedisCli silent = RedisCli.open(RedisExtension.url())) {
            silent.call("SUBSCRIBE", "carillon:control");
            HttpResponse<String> response = get(instance, path(UUID.randomUUID().toString()));
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(detail(response)).isEqualTo("Not all instances answered");
        }
    }

    @Test
    void shouldListTheInstancesThatAreAlive() {
        try (RedisServer redis = RedisServer.start()) {
            Instance first = instances.start("redis.url", redis.url(), "server.name", "a", "redis.lease", "1s");
            Instance second = instances.start(
                    "redis.url", redis.url(), "server.name", "b", "server.ports", "2", "redis.lease", "1s");
            clients.open(3, second, "/chat").get(0).sendText("x").readText();
            await().untilAsserted(() -> {
                JsonArray list = list(first);
                assertThat(list.size()).isEqualTo(2);
                assertThat(list.getJsonObject(1).getInteger("sessions")).isEqualTo(3);
                JsonObject stats = new JsonObject(get(first, "/api/v1/stats").body());
                assertThat(stats.getMap())
                        .isEqualTo(Map.of("instances", 2, "sessions", 3, "messagesReceived", 1, "messagesSent", 3));
            });
            JsonObject b = list(first).getJsonObject(1);
            assertThat(b.getString("id")).isEqualTo(second.id());
            assertThat(b.getString("name")).isEqualTo("b");
            assertThat(b.getJsonArray("ports")).isEqualTo(new JsonArray(second.ports()));
            assertThat(Instant.parse(b.getString("startedAt"))).isBefore(Instant.parse(b.getString("at")));

            clients.afterEach(null);
            instances.stop(second);
            await().untilAsserted(() -> assertThat(list(first).size()).isEqualTo(1));
        }
    }

    @Test
    void shouldShowTheBoardAsItIs() {
        try (RedisServer redis = RedisServer.start()) {
            Instance first = instances.start("redis.url", redis.url());
            Instance second = instances.start("redis.url", redis.url());
            String empty = "{\"state\":[" + "false,".repeat(99) + "false],\"version\":0}";
            assertThat(get(first, "/state").body()).isEqualTo(empty);
            WsClient client = clients.open(first, "/board");
            client.sendText("{\"event\":\"checkbox-update\",\"data\":{\"index\":1,\"value\":true}}")
                    .readText();
            assertThat(get(second, "/state").body())
                    .isEqualTo("{\"state\":[false,true," + "false,".repeat(97) + "false],\"version\":1}");
        }
    }

    @Test
    void shouldShowNoBoardWhenThereIsNone() {
        Instance instance = instances.start("board.enabled", "false");
        assertThat(Instances.get(Instances.port(instance), "/state").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseOtherPathsAndMethods() {
        Instance instance = instances.start();
        for (String path : List.of("/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/users", "/api/v1/users/a/b")) {
            assertThat(get(instance, path).statusCode()).as(path).isEqualTo(404);
        }
        Map<String, String> allowed = Map.of(
                "/state", "GET, HEAD, OPTIONS",
                "/api/v1/stats", "GET, HEAD, OPTIONS",
                "/api/v1/broadcast", "POST, OPTIONS",
                "/api/v1/sessions/x", "GET, HEAD, DELETE, OPTIONS");
        allowed.forEach((path, methods) -> {
            HttpResponse<String> refused = send(instance, "PATCH", path);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(Requests.header(refused, "Allow")).isEqualTo(methods);
            HttpResponse<String> options = send(instance, "OPTIONS", path);
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(Requests.header(options, "Allow")).isEqualTo(methods);
        });
    }

    @Test
    void shouldAnswerHeadAsGetWithoutTheBody() {
        Instance instance = instances.start();
        HttpResponse<String> head = send(instance, "HEAD", "/state");
        HttpResponse<String> get = get(instance, "/state");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().map()).isEqualTo(get.headers().map());
    }

    private static HttpResponse<String> send(Instance instance, String method, String path) {
        return Requests.send(instance, method, path, BodyPublishers.noBody());
    }

    private static JsonArray list(Instance instance) {
        return new JsonObject(get(instance, "/api/v1/instances").body()).getJsonArray("instances");
    }

    private static String id(WsClient client) {
        return new JsonObject(client.readText()).getString("sessionId");
    }

    private static String path(String session) {
        return "/api/v1/sessions/" + session;
    }
}
