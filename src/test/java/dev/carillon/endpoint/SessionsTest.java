package dev.carillon.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The {@code sessions} endpoint as its clients see it. */
@ExtendWith(RedisExtension.class)
final class SessionsTest {
    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldGreetThenCountEachText() {
        Instance instance = instances.start();
        try (WsClient client = WsClient.open(Instances.port(instance), "/ws")) {
            assertThat(client.readText())
                    .matches(
                            "\\{\"type\":\"session\",\"sessionId\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}"
                                    + "-[0-9a-f]{12}\",\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
            for (int i = 1; i <= 3; i++) {
                client.sendText("anything");
                assertThat(client.readText())
                        .isEqualTo(
                                "{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":"
                                        + i + "}");
            }
        }
    }
}
