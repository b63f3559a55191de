package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.Texts;
import dev.carillon.testing.WsClient;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else publishes where instances ask one another. */
@ExtendWith(RedisExtension.class)
final class DirectoryTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "[]",
                "{}",
                "{\"search\":1}",
                "{\"search\":\"x\",\"from\":\"y\",\"session\":\"1-1-1-1-1\",\"close\":false}",
                "{\"search\":1,\"from\":2,\"session\":\"1-1-1-1-1\",\"close\":false}",
                "{\"search\":1,\"from\":\"y\",\"session\":\"no id\",\"close\":false}",
                "{\"search\":1,\"from\":\"y\",\"session\":\"1-1-1-1-1\"}",
                "{\"search\":1,\"session\":5}",
                "{\"search\":1,\"session\":null}",
                "{\"search\":1,\"session\":\"1-1-1-1-1\",\"endpoint\":\"e\",\"transport\":\"t\",\"port\":\"x\"}"
            })
    void shouldPassOverWhatNoInstanceSays(String message) {
        Instance instance = instances.start();
        WsClient client = clients.open(instance, "/ws");
        String session = Texts.sessionId(client.readText());
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "carillon:control", message);
            redis.call("PUBLISH", "carillon:instance:" + instance.id(), message);
        }
        assertThat(find(instance, session)).isEqualTo(200);
        assertThat(find(instance, UUID.randomUUID().toString())).isEqualTo(404);
    }

    private static int find(Instance instance, String session) {
        return Instances.get(Instances.port(instance), "/api/v1/sessions/" + session)
                .statusCode();
    }
}
