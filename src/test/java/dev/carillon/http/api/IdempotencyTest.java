package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.detail;
import static dev.carillon.http.api.Requests.header;
import static dev.carillon.http.api.Requests.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are repeated. */
@ExtendWith(RedisExtension.class)
final class IdempotencyTest {
    private static final String CHAT = "/api/v1/channels/chat/messages";
    private static final String ONE = "{\"message\":\"one\"}";
    private static final String TWO = "{\"message\":\"two\"}";

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    /** Redis is shared and remembers. */
    private final String key = UUID.randomUUID().toString();

    @Test
    void shouldDeliverARepetitionThatFindsSomebodyAtLast() {
        Instance instance = instances.start();
        String path = "/api/v1/users/" + key + "/messages";
        assertThat(post(instance, path, ONE, "Idempotency-Key", key).statusCode())
                .isEqualTo(404);
        WsClient user = clients.open(instance, "/users");
        user.sendText("{\"user_name\":\"" + key + "\"}");
        assertThat(user.readText()).contains("subscribed");
        HttpResponse<String> delivered = post(instance, path, ONE, "Idempotency-Key", key);
        assertThat(delivered.statusCode()).isEqualTo(200);
        assertThat(header(delivered, "Idempotency-Replayed")).isNull();
        assertThat(header(post(instance, path, ONE, "Idempotency-Key", key), "Idempotency-Replayed"))
                .isEqualTo("true");
        user.sendText("ping");
        assertThat(user.readText()).isEqualTo("one");
        assertThat(user.readText()).isEqualTo("pong");
    }

    @Test
    void shouldPublishOnceWhicheverInstanceIsAskedAgain() {
        Instance first = instances.start();
        Instance second = instances.start();
        WsClient chat = clients.open(first, "/chat");
        HttpResponse<String> original = post(first, CHAT, ONE, "Idempotency-Key", key);
        instances.stop(first);
        clients.open(second, "/chat");
        HttpResponse<String> repeated = post(second, CHAT, ONE, "Idempotency-Key", key);
        assertThat(header(original, "Idempotency-Replayed")).isNull();
        assertThat(header(repeated, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeated.body()).isEqualTo(original.body()).isEqualTo("{\"channel\":\"chat\",\"instances\":2}");
        assertThat(chat.readText()).isEqualTo("one");
        // Closed by the stop of the first, with nothing in between
        assertThat(chat.readClose().closeCode()).isEqualTo(1012);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/channels/chat/messages", "/api/v1/server-events", "/api/v1/broadcast"})
    void shouldAnswerAgainAsTheFirstTime(String path) {
        Instance instance = instances.start();
        clients.open(instance, "/chat");
        clients.open(instance, "/ws");
        String body = path.endsWith("broadcast") ? "{\"channels\":[\"b\",\"chat\"],\"message\":\"x\"}" : ONE;
        HttpResponse<String> original = post(instance, path, body, "Idempotency-Key", key);
        HttpResponse<String> repeated = post(instance, path, body, "Idempotency-Key", key);
        assertThat(repeated.statusCode()).isEqualTo(original.statusCode());
        assertThat(repeated.body()).isEqualTo(original.body());
        assertThat(header(repeated, "Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void shouldPublishAgainWithoutAKeyOrWithAnother() {
        Instance instance = instances.start();
        WsClient chat = clients.open(instance, "/chat");
        post(instance, CHAT, ONE, "Idempotency-Key", key);
        post(instance, CHAT, ONE, "Idempotency-Key", key);
        post(instance, CHAT, TWO, "Idempotency-Key", key + "!");
        post(instance, CHAT, TWO);
        assertThat(chat.readText()).isEqualTo("one");
        assertThat(chat.readText()).isEqualTo("two");
        assertThat(chat.readText()).isEqualTo("two");
    }

    @Test
    void shouldRefuseAKeyThatWasUsedForAnotherRequest() {
        Instance instance = instances.start();
        WsClient chat = clients.open(instance, "/chat");
        post(instance, CHAT, ONE, "Idempotency-Key", key);
        assertThat(post(instance, CHAT, TWO, "Idempotency-Key", key).statusCode())
                .isEqualTo(422);
        assertThat(post(instance, "/api/v1/server-events", ONE, "Idempotency-Key", key)
                        .statusCode())
                .isEqualTo(422);
        post(instance, CHAT, "{\"message\":\"end\"}");
        assertThat(chat.readText()).isEqualTo("one");
        assertThat(chat.readText()).isEqualTo("end");
    }

    @Test
    void shouldKeepTheKeysOfDifferentBackEndsApart() {
        Instance instance = instances.start("api.keys", "a:0123456789abcdef,b:fedcba9876543210");
        String[] headers = {"Idempotency-Key", key, "Authorization", "Bearer 0123456789abcdef"};
        String[] others = {"Idempotency-Key", key, "Authorization", "Bearer fedcba9876543210"};
        assertThat(post(instance, CHAT, ONE, headers).statusCode()).isEqualTo(200);
        HttpResponse<String> other = post(instance, CHAT, TWO, others);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(header(other, "Idempotency-Replayed")).isNull();
    }

    @Test
    void shouldForgetAKeyAfterFiveMinutes() {
        post(instances.start(), CHAT, ONE, "Idempotency-Key", key);
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            assertThat(redis.number("PTTL", "carillon:once:local:" + key)).isBetween(280_000L, 300_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "with\ttab"})
    void shouldRefuseAKeyOfAnotherForm(String bad) {
        Instance instance = instances.start();
        assertThat(detail(post(instance, CHAT, ONE, "Idempotency-Key", bad)))
                .isEqualTo("Idempotency-Key must be one header of 1 to 255 visible ASCII characters");
    }

    @Test
    void shouldTakeKeysUpTo255CharactersAndNoTwo() {
        Instance instance = instances.start();
        String longest = (key + "x".repeat(255)).substring(0, 255);
        assertThat(post(instance, CHAT, ONE, "Idempotency-Key", longest).statusCode())
                .isEqualTo(200);
        assertThat(post(instance, CHAT, ONE, "Idempotency-Key", longest + "x").statusCode())
                .isEqualTo(400);
        assertThat(post(instance, CHAT, ONE, "Idempotency-Key", "a", "Idempotency-Key", "b")
                        .statusCode())
                .isEqualTo(400);
    }
}
