package dev.carillon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port answers. */
@ExtendWith(RedisExtension.class)
final class ManagementTest {
    /** Carillon's own families, each with its type. */
    private static final Map<String, String> FAMILIES = new TreeMap<>(Map.ofEntries(
            Map.entry("carillon_sessions_open", "gauge"),
            Map.entry("carillon_sessions_opened_total", "counter"),
            Map.entry("carillon_sessions_closed_total", "counter"),
            Map.entry("carillon_handshakes_refused_total", "counter"),
            Map.entry("carillon_messages_received_total", "counter"),
            Map.entry("carillon_messages_sent_total", "counter"),
            Map.entry("carillon_messages_dropped_total", "counter"),
            Map.entry("carillon_received_bytes_total", "counter"),
            Map.entry("carillon_sent_bytes_total", "counter"),
            Map.entry("carillon_turn_sessions", "histogram"),
            Map.entry("carillon_delivery_latency_seconds", "histogram"),
            Map.entry("carillon_redis_commands_total", "counter"),
            Map.entry("carillon_redis_commands_refused_total", "counter"),
            Map.entry("carillon_redis_commands_timed_out_total", "counter"),
            Map.entry("carillon_redis_commands_waiting", "gauge"),
            Map.entry("carillon_redis_batch_commands", "histogram"),
            Map.entry("carillon_redis_roundtrip_seconds", "histogram"),
            Map.entry("carillon_redis_pushes_total", "counter"),
            Map.entry("carillon_redis_channels", "gauge"),
            Map.entry("carillon_redis_link_up", "gauge"),
            Map.entry("carillon_redis_reconnects_total", "counter"),
            Map.entry("carillon_canary_roundtrip_seconds", "histogram"),
            Map.entry("carillon_canary_age_seconds", "gauge"),
            Map.entry("carillon_canary_lost_total", "counter"),
            Map.entry("carillon_drain_draining", "gauge"),
            Map.entry("carillon_drain_sessions_left", "gauge"),
            Map.entry("carillon_worker_restarts_total", "counter"),
            Map.entry("carillon_bugs_total", "counter")));

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldSayThatItLives() {
        HttpResponse<String> live = get(instances.start(), "/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(live.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void shouldSayThatItIsReadyAndWhere() {
        Instance instance = instances.start("server.ports", "2", "server.verticlesPerPort", "3");
        HttpResponse<String> ready = get(instance, "/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"ready\",\"verticles\":6,\"ports\":["
                        + instance.ports().get(0) + "," + instance.ports().get(1) + "]}");
        assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(ready.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void shouldSayWhyItIsNotReady() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url(), "redis.backoffMax", "200ms");
            assertThat(get(instance, "/ready").statusCode()).isEqualTo(200);
            redis.stop();
            await().until(() -> get(instance, "/ready").statusCode() == 503);
            assertThat(get(instance, "/ready").body())
                    .startsWith("{\"status\":\"not ready\",\"verticles\":")
                    .containsPattern("\"reasons\":\\[\"Redis (command|subscriber) link is down: [^\"]+\"");
            // Redis is no reason to be killed
            assertThat(get(instance, "/live").statusCode()).isEqualTo(200);
            redis.startAgain();
            await().until(() -> get(instance, "/ready").statusCode() == 200);
            assertThat(get(instance, "/ready").body()).doesNotContain("reasons");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/ready/x", "/ws", "/metrics/x", "/crash"})
    void shouldKnowNoOtherPaths(String path) {
        assertThat(get(instances.start(), path).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldKeepManagementFromThePortsOfTheClients() {
        Instance instance = instances.start();
        for (String path : List.of("/live", "/ready", "/metrics", "/crash/0")) {
            assertThat(Instances.get(Instances.port(instance), path).statusCode())
                    .isEqualTo(404);
        }
        assertThat(Instances.post(Instances.port(instance), "/crash/0").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldDescribeEachOfItsMeters() {
        Instance instance = instances.start();
        // Families that show only once there is something to count
        Instances.get(Instances.port(instance), "/ws");
        HttpResponse<String> answer = get(instance, "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));

        Map<String, String> types = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        TreeSet<String> sampled = new TreeSet<>();
        answer.body().lines().forEach(line -> {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                help.put(words[2], words[3].strip());
            } else {
                sampled.add(line.replaceFirst("[ {].*", "").replaceFirst("_(bucket|count|sum)$", ""));
            }
        });
        assertThat(only("carillon_", types)).containsAllEntriesOf(FAMILIES);
        assertThat(only("carillon_", types).keySet()).allSatisfy(name -> {
            assertThat(help.get(name)).as("help of %s", name).isNotBlank().isNotEqualTo("null");
            assertThat(name).matches("[a-z][a-z0-9_]*");
            assertThat(name.endsWith("_total"))
                    .as(name)
                    .isEqualTo(types.get(name).equals("counter"));
        });
        assertThat(sampled).containsAll(FAMILIES.keySet());
        assertThat(sampled)
                .anyMatch(name -> name.startsWith("vertx_eventbus_"))
                .anyMatch(name -> name.startsWith("vertx_http_server_"))
                .anyMatch(name -> name.startsWith("vertx_pool_"))
                .anyMatch(name -> name.startsWith("jvm_memory_"))
                .anyMatch(name -> name.startsWith("jvm_gc_"))
                .anyMatch(name -> name.startsWith("jvm_threads_"));
    }

    @Test
    void shouldCountWhatHappened() {
        Instance instance = instances.start("server.verticlesPerPort", "2");
        List<WsClient> three = clients.open(3, instance, "/ws");
        int greetings = 0;
        for (WsClient client : three) {
            greetings += client.readText().length() + 2;
        }
        String response = three.get(0).sendText("12345").readText();
        three.get(1).sendText("1234567890").readText();
        three.get(2).sendBinary(new byte[3]).readText();
        int refusal =
                "{'type':'error','message':'Failed to process message','error':'Binary messages are not supported'}"
                        .length();

        await().until(() -> metric(instance, "carillon_messages_sent_total") == 6);
        assertThat(metric(instance, "carillon_sessions_open")).isEqualTo(3);
        assertThat(metric(instance, "carillon_sessions_opened_total")).isEqualTo(3);
        assertThat(metric(instance, "carillon_sessions_closed_total")).isZero();
        assertThat(metric(instance, "carillon_messages_received_total")).isEqualTo(3);
        assertThat(metric(instance, "carillon_received_bytes_total")).isEqualTo(5 + 10 + 3);
        assertThat(metric(instance, "carillon_sent_bytes_total"))
                .isEqualTo(greetings + 2 * (response.length() + 2) + refusal + 2);
        assertThat(Instances.metric(instance, "carillon_sessions_open", "endpoint", "chat"))
                .isZero();

        three.get(0).sendClose(1000, "");
        three.get(0).readClose();
        three.get(1).close();
        await().until(() -> metric(instance, "carillon_sessions_open") == 1);
        assertThat(Instances.metric(
                        instance, "carillon_sessions_closed_total", "endpoint", "sessions", "reason", "client"))
                .isEqualTo(1);
        assertThat(Instances.metric(
                        instance, "carillon_sessions_closed_total", "endpoint", "sessions", "reason", "lost"))
                .isEqualTo(1);
    }

    @Test
    void shouldMeasureRedisAndTheWayOfAMessage() {
        Instance instance = instances.start("server.verticlesPerPort", "1");
        List<WsClient> both = clients.open(2, instance, "/chat");
        for (int i = 0; i < 10; i++) {
            both.get(0).sendText("hello");
            both.forEach(WsClient::readText);
        }
        await().until(() -> Instances.metric(instance, "carillon_messages_sent_total", "endpoint", "chat") == 20);
        assertThat(Instances.metric(instance, "carillon_redis_pushes_total")).isEqualTo(10);
        assertThat(Instances.metric(instance, "carillon_delivery_latency_seconds_count"))
                .isEqualTo(10);
        assertThat(Instances.metric(instance, "carillon_delivery_latency_seconds_sum"))
                .isBetween(1e-6, 10.0);
        assertThat(Instances.metric(instance, "carillon_turn_sessions_sum")).isBetween(20.0, 22.0);
        double commands = Instances.metric(instance, "carillon_redis_commands_total");
        assertThat(commands).isGreaterThanOrEqualTo(10);
        assertThat(Instances.metric(instance, "carillon_redis_batch_commands_sum"))
                .isGreaterThanOrEqualTo(commands);
        assertThat(Instances.metric(instance, "carillon_redis_roundtrip_seconds_count"))
                .isGreaterThanOrEqualTo(10);
        assertThat(Instances.metric(instance, "carillon_redis_link_up", "link", "command"))
                .isEqualTo(1);
        assertThat(Instances.metric(instance, "carillon_redis_link_up", "link", "subscriber"))
                .isEqualTo(1);
        assertThat(Instances.metric(instance, "carillon_redis_channels")).isEqualTo(9);
        assertThat(Instances.metric(instance, "carillon_redis_commands_waiting"))
                .isZero();
    }

    @Test
    void shouldCountHandshakesThatWereRefused() {
        Instance instance = instances.start();
        assertThat(Instances.get(Instances.port(instance), "/chat").statusCode())
                .isEqualTo(426);
        assertThat(Instances.metric(instance, "carillon_handshakes_refused_total", "reason", "no_upgrade"))
                .isEqualTo(1);
    }

    private static Map<String, String> only(String prefix, Map<String, String> families) {
        Map<String, String> some = new TreeMap<>(families);
        some.keySet().removeIf(name -> !name.startsWith(prefix));
        return some;
    }

    private static double metric(Instance instance, String name) {
        return Instances.metric(instance, name, "endpoint", "sessions");
    }

    private static HttpResponse<String> get(Instance instance, String path) {
        return Instances.get(instance.managementPort(), path);
    }
}
