package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What polling clients see of an instance that drains: there is nobody to poll any more behind an answer. */
@ExtendWith(RedisExtension.class)
final class PollingDrainTest {
    private static final String CLOSE = "1";

    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldAnswerAPollWithItsEnd() {
        Instance instance = instances.start("server.verticlesPerPort", "3");
        Poller poller = connect(instance);
        try (RawHttp poll = poller.polling()) {
            await().until(() -> polls(instance) == 1);
            drain(instance);
            assertThat(poll.answer().body()).isEqualTo(CLOSE);
        }
        await().until(() -> Instances.metric(instance, "carillon_drain_sessions_left") == 0);
        assertThat(Instances.metric(instance, "carillon_sessions_closed_total", "reason", "stopping"))
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerWhatIsOwedBeforeTheEnd() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("server.verticlesPerPort", "3", "redis.url", redis.url());
            Poller poller = connect(instance);
            try (RawHttp poll = poller.polling()) {
                await().until(() -> polls(instance) == 1);
                redis.pause();
                poller.send("421[\"checkbox-update\",{\"index\":4,\"value\":true}]");
                drain(instance);
                await().until(() -> Instances.get(instance.managementPort(), "/ready")
                        .body()
                        .contains("draining"));
                redis.resume();
                assertThat(poll.answer().body().split("\u001e"))
                        .contains("431[{\"version\":1}]")
                        .endsWith(CLOSE);
            }
        }
    }

    @Test
    void shouldNotWaitForeverForWhatIsOwed() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url(), "redis.commandTimeout", "10m");
            Poller poller = connect(instance);
            try (RawHttp poll = poller.polling()) {
                await().until(() -> polls(instance) == 1);
                redis.pause();
                poller.send("421[\"checkbox-update\",{\"index\":4,\"value\":true}]");
                drain(instance);
                assertThat(poll.answer().body()).isEqualTo(CLOSE);
                redis.resume();
            }
        }
    }

    /** Whoever is not there when its turn comes has no way back; its session is not kept for it. */
    @Test
    void shouldNotWaitForeverForAPoll() {
        Instance instance = instances.start();
        connect(instance);
        drain(instance);
        await().until(() -> Instances.metric(instance, "carillon_drain_sessions_left") == 0);
    }

    /** The client could not come back for more. */
    @Test
    void shouldEndWithTheNextAnswerAlthoughItsTurnHasNotCome() {
        Instance instance = instances.start("server.drainWindow", "30m", "server.verticlesPerPort", "1");
        Poller first = connect(instance);
        Poller second = connect(instance);
        try (RawHttp here = first.polling();
                RawHttp there = second.polling()) {
            await().until(() -> polls(instance) == 2);
            drain(instance);
            await().until(() -> here.isAnswered() || there.isAnswered());
            RawHttp early = here.isAnswered() ? here : there;
            RawHttp other = early == here ? there : here;
            assertThat(early.answer().body()).isEqualTo(CLOSE);
            assertThat(other.isAnswered()).isFalse();
            try (RedisCli back = RedisCli.open(RedisExtension.url())) {
                back.call("PUBLISH", "server:broker", "{\"event\":\"news\",\"data\":1}");
            }
            assertThat(other.answer().body().split("\u001e")).containsExactly("42[\"news\",1]", CLOSE);
        }
    }

    private static Poller connect(Instance instance) {
        Poller poller = Poller.open(Instances.port(instance));
        poller.connect("");
        return poller;
    }

    private static void drain(Instance instance) {
        assertThat(Instances.post(instance.managementPort(), "/drain").statusCode())
                .isEqualTo(202);
    }

    /** How many polls wait. The question itself is one of the requests that are open. */
    private static double polls(Instance instance) {
        return Instances.metric(instance, "vertx_http_server_active_requests") - 1;
    }
}
