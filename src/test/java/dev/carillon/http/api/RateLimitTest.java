package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.get;
import static dev.carillon.http.api.Requests.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits that all instances share. */
@ExtendWith(RedisExtension.class)
final class RateLimitTest {
    private static final String[] LIMITED = {
        "http.requestsPerMinute", "5", "http.trustedProxies", "127.0.0.0/8,::1", "api.requestsPerMinute", "3"
    };

    @RegisterExtension
    final Instances instances = new Instances();

    /** An address of this test alone: Redis is shared. */
    private final String address = "10." + part() + "." + part() + "." + part();

    @Test
    void shouldCountTheRequestsOfAnAddressOverAllInstances() {
        Instance first = instances.start(LIMITED);
        Instance second = instances.start(LIMITED);
        for (int i = 1; i <= 5; i++) {
            HttpResponse<String> response = from(address, i % 2 == 0 ? first : second, "/state");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "RateLimit-Policy")).isEqualTo("\"address\";q=5;w=60");
            assertThat(header(response, "RateLimit")).startsWith("\"address\";r=" + (5 - i) + ";t=");
        }
        for (Instance instance : new Instance[] {first, second}) {
            HttpResponse<String> refused = from(address, instance, "/state");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
            assertThat(header(refused, "Content-Type")).isEqualTo("application/json");
            assertThat(Long.parseLong(header(refused, "Retry-After"))).isBetween(1L, 60L);
            assertThat(header(refused, "RateLimit")).isEqualTo("\"address\";r=0;t=" + header(refused, "Retry-After"));
        }
    }

    @Test
    void shouldRefuseWithAProblemUnderTheApi() {
        Instance instance = instances.start(LIMITED);
        for (int i = 0; i < 5; i++) {
            from(address, instance, OpenApi.PATH);
        }
        HttpResponse<String> refused = from(address, instance, OpenApi.PATH);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(new JsonObject(refused.body()).getString("message")).isEqualTo("Too Many Requests");
        // Whatever is there, and whoever may see it
        assertThat(from(address, instance, "/api/v1/stats").statusCode()).isEqualTo(429);
        assertThat(from(address, instance, "/api/v1/nothing").statusCode()).isEqualTo(429);
    }

    @Test
    void shouldCountEachAddressByItself() {
        Instance instance = instances.start(LIMITED);
        for (int i = 0; i < 6; i++) {
            from(address, instance, "/state");
        }
        assertThat(from("11" + address.substring(2), instance, "/state").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldCountAKeyByItself() {
        String secret = UUID.randomUUID().toString();
        String[] settings = {"api.keys", "k" + secret + ":" + secret, "api.requestsPerMinute", "3"};
        Instance first = instances.start(settings);
        Instance second = instances.start(settings);
        String[] key = {"Authorization", "Bearer " + secret};
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = i == 0
                    ? get(first, "/api/v1/stats", key)
                    : Requests.post(second, "/api/v1/server-events", "{}", key);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "RateLimit-Policy")).isEqualTo("\"key\";q=3;w=60");
        }
        assertThat(get(first, "/api/v1/stats", key).statusCode()).isEqualTo(429);
        assertThat(get(second, "/api/v1/stats", key).statusCode()).isEqualTo(429);
        assertThat(get(second, "/state").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCountWhoeverGuessesKeysByAddress() {
        Instance instance = instances.start(
                "api.keys", "k:0123456789abcdef", "http.requestsPerMinute", "2", "http.trustedProxies", "127.0.0.1");
        for (int status : new int[] {401, 401, 429}) {
            HttpResponse<String> response =
                    get(instance, "/api/v1/stats", "X-Forwarded-For", address, "Authorization", "Bearer guessed");
            assertThat(response.statusCode()).isEqualTo(status);
        }
    }

    @Test
    void shouldLetRequestsInAgainWhenTheWindowEnds() {
        Instance instance = instances.start(LIMITED);
        for (int i = 0; i < 6; i++) {
            from(address, instance, "/state");
        }
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            assertThat(redis.number("PTTL", "carillon:rate:address:" + address)).isBetween(1L, 60_000L);
            // As if the minute were over
            redis.call("PEXPIRE", "carillon:rate:address:" + address, "0");
        }
        assertThat(from(address, instance, "/state").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLetRequestsThroughWhileRedisIsAway() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start(
                    "redis.url", redis.url(), "http.requestsPerMinute", "1", "redis.commandTimeout", "300ms");
            assertThat(get(instance, OpenApi.PATH).statusCode()).isEqualTo(200);
            assertThat(get(instance, OpenApi.PATH).statusCode()).isEqualTo(429);
            redis.stop();
            assertThat(get(instance, OpenApi.PATH).statusCode()).isEqualTo(200);
            HttpResponse<String> state = get(instance, "/state");
            assertThat(state.statusCode()).isEqualTo(503);
            assertThat(header(state, "Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void shouldNotWaitForRedisAsLongAsACommandMay() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start(
                    "redis.url", redis.url(), "http.requestsPerMinute", "1", "redis.commandTimeout", "60s");
            redis.stop();
            // The client itself gives up after 20 s
            assertThat(get(instance, OpenApi.PATH).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> from(String address, Instance instance, String path) {
        return get(instance, path, "X-Forwarded-For", address);
    }

    private static int part() {
        return ThreadLocalRandom.current().nextInt(1, 255);
    }
}
