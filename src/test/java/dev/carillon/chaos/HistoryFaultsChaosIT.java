package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances, one of which is slow to connect to Redis again, and clients that nothing is to throw off or deceive, whatever happens to
 * Redis. {@link Scale} says how many there are.
 */
final class HistoryFaultsChaosIT {
    private static final int QUICK = 0;
    private static final int SLOW = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Scale scale = Scale.asked();
    private RedisServer redis;
    private RedisServer replica;
    private RedisProxy proxy;
    private Fleet fleet;
    private Audience audience;
    private Speakers speakers;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.asList(speakers, audience, fleet, proxy, redis, replica)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    @Tag("long")
    void shouldLoseNothingWhenASubscriberLinkIsCut(TestInfo test) {
        redis = RedisServer.start();
        begin(redis.url(), scale.outageSeconds());
        cutSlowSubscriber(redis);
        await().atMost(PATIENCE).until(() -> linkUp(SLOW) == 1);
        Accounting.Result result = end(test);
        assertThat(result.missing()).isZero();
        assertThat(result.notices()).isZero();
        assertThat(fleet.metric("carillon_history_recovered_total"))
                .isGreaterThanOrEqualTo(scale.outageSeconds() * scale.rate() / 2.0);
    }

    @Test
    @Tag("long")
    void shouldLoseNothingWhenRedisRestartsWithWhatItWrote(TestInfo test) {
        redis = RedisServer.start(folder);
        begin(redis.url(), 2);
        cutSlowSubscriber(redis);
        speak(1);
        redis.stop();
        redis.startAgain();
        Accounting.Result result = end(test);
        assertThat(result.missing()).isZero();
        assertThat(result.notices()).isGreaterThanOrEqualTo(scale.clients());
    }

    @Test
    void shouldAnnounceWhatIsLostWhenRedisIsKilledAndComesBackEmpty(TestInfo test) {
        redis = RedisServer.start();
        begin(redis.url(), 2);
        cutSlowSubscriber(redis);
        speak(1);
        redis.kill();
        redis.startAgain();
        // Those of the slow instance never had what was published since it was cut off
        assertThat(end(test).missing()).isGreaterThanOrEqualTo(scale.clients() / 4 * scale.rate());
    }

    @Test
    void shouldAnnounceWhatIsLostWhenAReplicaTakesOverWithoutTheLastMessages(TestInfo test) {
        redis = RedisServer.start();
        replica = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
        try (RedisCli cli = RedisCli.open(replica.url())) {
            Replica.follow(cli, redis.port());
            begin(proxy.url(), 3);
            cutSlowSubscriber(redis);
            speak(1);
            Replica.fallBehind(cli);
            speak(1);
            redis.kill();
            Replica.promote(cli);
            proxy.switchTo(replica.port());
            assertThat(end(test).missing()).isGreaterThanOrEqualTo(scale.clients() / 4 * scale.rate());
        }
    }

    /**
     * Everybody is there, and messages flow.
     *
     * @param slowSeconds for which the slow instance leaves Redis alone at least, and twice as many at most
     */
    private void begin(String redisUrl, int slowSeconds) {
        String pause = 2 * slowSeconds + "s";
        fleet = Fleet.start(
                folder,
                1,
                List.of(
                        Map.of("REDIS_URL", redisUrl),
                        Map.of(
                                "REDIS_URL",
                                redisUrl,
                                "CARILLON_REDIS_BACKOFF_MIN",
                                pause,
                                "CARILLON_REDIS_BACKOFF_MAX",
                                pause)));
        List<Integer> ports = fleet.firstPorts();
        audience = new Audience(index -> ports.get(index % ports.size()));
        audience.enter(scale.clients());
        await().atMost(PATIENCE).until(() -> audience.present() == scale.clients());
        speakers = Speakers.start(ports, scale.rate());
        speak(2);
    }

    /** Waits until so much was accepted as in so many seconds. */
    private void speak(int seconds) {
        int before = speakers.acceptedCount();
        await().atMost(PATIENCE).until(() -> speakers.acceptedCount() >= before + seconds * scale.rate());
    }

    /** Both lose their subscriptions, and one of them has them back at once. */
    private void cutSlowSubscriber(RedisServer server) {
        try (RedisCli cli = RedisCli.open(server.url())) {
            cli.call("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await().atMost(PATIENCE).until(() -> linkUp(SLOW) == 0);
        await().atMost(PATIENCE).until(() -> fleet.isReady(QUICK));
    }

    private double linkUp(int instance) {
        return Instances.metric(fleet.managementPort(instance), "carillon_redis_link_up", "link", "subscriber");
    }

    /** All is well again, and the account is right. */
    private Accounting.Result end(TestInfo test) {
        fleet.awaitReady(PATIENCE);
        speak(2);
        List<Said> last = speakers.finish();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(audience.haveHeard(last)).isEqualTo(scale.clients()));
        Accounting.Result result = Accounting.judge(speakers.accepted(), audience.heard());
        Report.say(
                "%s: %d messages/s, %d in doubt, %s", test.getDisplayName(), scale.rate(), speakers.inDoubt(), result);
        assertThat(result.faults()).isEmpty();
        assertThat(result.ends()).isZero();
        fleet.assertSound();
        return result;
    }
}
