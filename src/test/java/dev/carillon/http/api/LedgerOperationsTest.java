package dev.carillon.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What back-ends learn of messages and their fate. */
@ExtendWith(RedisExtension.class)
final class LedgerOperationsTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldTellOfThisInstanceAlone() {
        Instance first = instances.start("server.verticlesPerPort", "2");
        Instance second = instances.start();
        WsClient here = clients.open(first, "/chat");
        WsClient there = clients.open(second, "/chat");
        here.sendText("hello").readText();
        there.readText();
        await().until(() -> chat(first).getLong("owed") == 1);
        assertThat(chat(first).getLong("delivered")).isEqualTo(1);
        assertThat(chat(first).getBoolean("balanced")).isTrue();
    }

    @Test
    void shouldKnowTheEndpointsChannelsFromTheStart() {
        JsonArray channels =
                new JsonObject(Requests.get(instances.start(), "/api/v1/ledger").body()).getJsonArray("channels");
        assertThat(channels.stream().map(channel -> ((JsonObject) channel).getString("channel")))
                .containsExactly("chat", "server-event", "server:broker");
    }

    private static JsonObject chat(Instance instance) {
        return new JsonObject(Requests.get(instance, "/api/v1/ledger").body())
                .getJsonArray("channels")
                .getJsonObject(0);
    }
}
