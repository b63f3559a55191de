package dev.carillon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** What an instance says became of its channels' messages. */
public final class Ledger {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Ledger() {}

    /** Waits until nothing is under way, and fails when a message is not accounted for. The instance must have no API keys. */
    public static void isBalanced(int port) {
        await("nothing pending")
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(channels(port)).allSatisfy(channel -> {
                    assertThat(channel.getLong("pending")).as(channel.encode()).isZero();
                    assertThat(unaccounted(channel)).as(channel.encode()).isZero();
                    assertThat(channel.getBoolean("balanced"))
                            .as(channel.encode())
                            .isTrue();
                }));
    }

    /** The account of a channel; fails when there is none. */
    public static JsonObject channel(int port, String channel) {
        return channels(port).stream()
                .filter(account -> account.getString("channel").equals(channel))
                .findFirst()
                .orElseThrow();
    }

    /** How many messages of a channel a slow client has cost. */
    public static long dropped(JsonObject account) {
        return account.getJsonObject("dropped").stream()
                .mapToLong(reason -> ((Number) reason.getValue()).longValue())
                .sum();
    }

    private static long unaccounted(JsonObject account) {
        return account.getLong("owed")
                - account.getLong("delivered")
                - dropped(account)
                - account.getLong("gone")
                - account.getLong("pending");
    }

    private static List<JsonObject> channels(int port) {
        return new JsonObject(Instances.get(port, "/api/v1/ledger").body())
                .getJsonArray("channels").stream().map(JsonObject.class::cast).toList();
    }
}
