package dev.carillon.redis;

import static dev.carillon.testing.Texts.tick;
import static dev.carillon.testing.Texts.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients of the board are told that missed changes, and know nothing of versions. */
final class BoardFaultTest extends OwnRedis {
    private Instance start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("history.channels", ""));
        return instances.start(all.toArray(String[]::new));
    }

    @Test
    void shouldTellClientsWhatChangedWhileTheSubscriberLinkWasDown() {
        Instance cutOff = start("redis.url", redis.url(), "redis.backoffMin", "2s", "redis.backoffMax", "2s");
        Instance other = start("redis.url", redis.url());
        WsClient unaware = clients.open(cutOff, "/board");
        WsClient aware = clients.open(other, "/board");
        aware.sendText(tick(1, true));
        assertThat(unaware.readText()).isEqualTo(update(1, true, 1));
        assertThat(aware.readText()).isEqualTo(update(1, true, 1));

        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await().until(() -> Instances.metric(cutOff, "carillon_redis_link_up", "link", "subscriber") == 0);
        await().until(() -> Instances.metric(other, "carillon_redis_link_up", "link", "subscriber") == 1);
        aware.sendText(tick(1, false))
                .sendText(tick(2, true))
                .sendText(tick(3, true))
                .sendText(tick(3, false));
        for (int i = 0; i < 4; i++) {
            aware.readText();
        }

        assertThat(unaware.readText()).isEqualTo(update(1, false, 5));
        assertThat(unaware.readText()).isEqualTo(update(2, true, 5));
        aware.sendText(tick(4, true));
        assertThat(unaware.readText()).isEqualTo(update(4, true, 6));
        assertThat(aware.readText()).isEqualTo(update(4, true, 6));
    }

    @Test
    void shouldTellClientsOfAChangeThatWasNeverPublished() {
        WsClient client = clients.open(start("redis.url", redis.url()), "/board");
        client.sendText(tick(1, true));
        assertThat(client.readText()).isEqualTo(update(1, true, 1));
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("HSET", "carillon:board", "50", "1", "version", "7");
        }
        client.sendText(tick(2, true));
        assertThat(client.readText()).isEqualTo(update(2, true, 8));
        assertThat(client.readText()).isEqualTo(update(50, true, 8));
        client.sendText(tick(3, true));
        assertThat(client.readText()).isEqualTo(update(3, true, 9));
    }

    @Test
    void shouldTellClientsOfABoardThatIsEmptyAgain() {
        Instance instance = start("redis.url", redis.url(), "redis.backoffMax", "100ms");
        WsClient client = clients.open(instance, "/board");
        client.sendText(tick(1, true)).sendText(tick(2, true));
        assertThat(client.readText()).isEqualTo(update(1, true, 1));
        assertThat(client.readText()).isEqualTo(update(2, true, 2));
        redis.kill();
        redis.startAgain();
        assertThat(client.readText()).isEqualTo(update(1, false, 0));
        assertThat(client.readText()).isEqualTo(update(2, false, 0));
        client.sendText(tick(2, true));
        assertThat(client.readText()).isEqualTo(update(2, true, 1));
    }

    @Test
    void shouldReadTheBoardAgainWhenThatFailed() {
        Instance instance = start("redis.url", redis.url(), "redis.backoffMax", "100ms");
        WsClient client = clients.open(instance, "/board");
        client.sendText(tick(1, true));
        assertThat(client.readText()).isEqualTo(update(1, true, 1));
        try (RedisCli cli = RedisCli.open(redis.url())) {
            cli.call("SET", "carillon:board", "no hash");
            cli.call("CLIENT", "KILL", "TYPE", "pubsub");
            await().until(() ->
                    Instances.metric(instance, "carillon_redis_reconnects_total", "link", "subscriber") > 0);
            await().until(() -> cli.call("INFO", "commandstats").toString().contains("cmdstat_hgetall:calls=2"));
            cli.call("DEL", "carillon:board");
            cli.call("HSET", "carillon:board", "5", "1", "version", "9");
        }
        assertThat(client.readText()).isEqualTo(update(1, false, 9));
        assertThat(client.readText()).isEqualTo(update(5, true, 9));
    }
}
