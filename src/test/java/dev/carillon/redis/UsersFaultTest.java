package dev.carillon.redis;

import static dev.carillon.testing.Texts.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import org.junit.jupiter.api.Test;

/** What clients of {@code users} are told of a Redis that is down, or slow. */
final class UsersFaultTest extends OwnRedis {
    private static final String SUBSCRIBED = "{\"type\":\"subscribed\",\"user\":\"alice\"}";

    @Test
    void shouldNotSayThatAUserIsKnownBeforeRedisConfirmedIt() {
        Instance instance = instances.start("redis.url", redis.url());
        WsClient client = clients.open(instance, "/users");
        redis.pause();
        client.sendText("{\"user_name\":\"alice\"}");
        // The bridge has taken the name and would have answered before it answers this
        for (int i = 0; i < 3; i++) {
            client.sendText("ping");
            assertThat(client.readText()).isEqualTo("pong");
            assertThat(Instances.get(instance.managementPort(), "/ready").statusCode())
                    .isPositive();
        }
        redis.resume();
        assertThat(client.readText()).isEqualTo(SUBSCRIBED);
    }

    @Test
    void shouldSayThatASecondSessionIsKnownOnlyWhileTheLinkIsUp() {
        Instance instance = instances.start("redis.url", redis.url(), "redis.backoffMax", "100ms");
        WsClient first = clients.open(instance, "/users");
        first.sendText("{\"user_name\":\"alice\"}");
        assertThat(first.readText()).isEqualTo(SUBSCRIBED);
        redis.kill();
        await().until(() -> Instances.metric(instance, "carillon_redis_link_up", "link", "subscriber") == 0);

        WsClient second = clients.open(instance, "/users");
        second.sendText("{\"user_name\":\"alice\"}").sendText("ping");
        assertThat(second.readText()).isEqualTo("pong");
        redis.startAgain();
        assertThat(second.readText()).isEqualTo(SUBSCRIBED);
        assertThat(publish("for both")).isEqualTo(1);
        assertThat(first.readText()).isEqualTo("for both");
        assertThat(second.readText()).isEqualTo("for both");
    }

    @Test
    void shouldSayThatRedisTimedOutAndSubscribeAllTheSame() {
        Instance instance = instances.start("redis.url", redis.url(), "redis.commandTimeout", "300ms");
        WsClient client = clients.open(instance, "/users");
        redis.kill();
        await().until(() -> Instances.metric(instance, "carillon_redis_link_up", "link", "subscriber") == 0);
        client.sendText("{\"user_name\":\"alice\"}");
        assertThat(client.readText()).isEqualTo(error("Redis operation timed out"));
        redis.startAgain();
        await().until(() -> publish("after all") == 1);
        assertThat(client.readText()).isEqualTo("after all");
    }

    private long publish(String text) {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            return (Long) cli.call("PUBLISH", "user:alice", text);
        }
    }
}
