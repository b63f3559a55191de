package dev.carillon.redis;

import static dev.carillon.testing.Texts.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisProxy;
import dev.carillon.testing.WsClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance on its default settings says within five seconds that it does not deliver, and is ready as soon after the repair. */
final class DeliveryProofTest {
    private static final Logger log = LoggerFactory.getLogger(DeliveryProofTest.class);
    private static final Duration BOUND = Duration.ofSeconds(5);

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private final ch.qos.logback.classic.Logger watchLog =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(DeliveryWatch.class);
    private RedisServer redis;
    private RedisProxy proxy;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
    }

    @AfterEach
    void stopRedis() {
        watchLog.setLevel(null);
        watchLog.detachAndStopAllAppenders();
        proxy.close();
        redis.close();
    }

    @Test
    void shouldProveDeliveryAgainWhenAKilledRedisIsBack() {
        Instance instance = start(redis.url());
        redis.kill();
        awaitReason(instance, "Redis (command|subscriber) link is down: ");
        awaitReason(instance, "Delivery through Redis is broken: no canary has come back since 20[^;]+Z, for \\d+ s; ");
        redis.startAgain();
        awaitDelivery(instance);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void shouldProveDeliveryAgainWhenAPausedRedisRunsOn(int seconds) {
        Instance instance = start(redis.url());
        List<ILoggingEvent> lines = watchLog();
        redis.pause();
        awaitReason(instance, "no canary has come back since [^;]+; Redis does not answer PUBLISH, \\d+ commands wait");
        awaitAge(instance, seconds);
        redis.resume();
        awaitDelivery(instance);
        assertThat(lines)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        broken -> assertThat(broken)
                                .startsWith("Delivery through Redis is broken: no canary has come back since "),
                        again -> assertThat(again).startsWith("Delivery through Redis is proven again after "));
    }

    @Test
    void shouldSayThatRedisDroppedTheSubscriber() {
        // Long enough to be seen
        Instance instance = start(redis.url(), "redis.backoffMin", "500ms");
        dropSubscribers();
        awaitReason(instance, "Redis subscriber link is down: ");
        awaitDelivery(instance);
    }

    @Test
    void shouldNotBeReadyUntilANewSubscriptionIsProven() {
        Instance instance = start(proxy.url());
        proxy.silence("message", Keys.canaryOf(instance.id()));
        dropSubscribers();
        awaitReason(instance, "Delivery is not proven yet: no canary has come back over the new link to Redis");
        proxy.unsilence();
        awaitDelivery(instance);
    }

    @Test
    void shouldSubscribeAnewWhenRedisHasLostASubscription() {
        Instance instance = start(proxy.url());
        proxy.unsubscribe("chat");
        proxy.unsubscribe(Keys.canaryOf(instance.id()));
        awaitReason(instance, "no canary has come back since [^;]+; Redis has lost this instance's subscription");
        // Nobody but the instance repairs it
        awaitDelivery(instance);
        assertThat(reconnects(instance, "subscriber")).isEqualTo(1);
        assertThat(reconnects(instance, "command")).isZero();
    }

    @Test
    void shouldSubscribeAnewWhenNothingArrivesOnAChannelAlthoughTheLinkWorks() {
        Instance instance = start(proxy.url());
        proxy.silence("message", Keys.canaryOf(instance.id()));
        proxy.silence("subscribe", Keys.canaryOf(instance.id()));
        awaitReason(instance, "since [^;]+; Redis takes what is published, and nothing arrives here");
        await().until(() -> ready(instance).body().contains("Redis has yet to confirm 1 subscriptions"));
        proxy.unsilence();
        awaitDelivery(instance);
    }

    @ParameterizedTest
    @EnumSource(RedisProxy.Way.class)
    void shouldReplaceLinksThatAreCutOneWay(RedisProxy.Way way) {
        Instance instance = start(proxy.url());
        proxy.cut(way);
        awaitReason(instance, "no canary has come back since [^;]+; Redis does not answer PUBLISH, \\d+ commands wait");
        awaitReason(instance, "Redis (command|subscriber) link is down: ", Duration.ofSeconds(10));
        proxy.mend();
        awaitDelivery(instance);
    }

    @Test
    void shouldNameAQueueThatHasNoRoom() {
        // Nothing else is to be refused
        Instance instance = start(
                redis.url(),
                "redis.maxWaiting",
                "1",
                "redis.commandTimeout",
                "30s",
                "redis.lease",
                "600s",
                "redis.sweepInterval",
                "600s");
        WsClient chat = clients.open(instance, "/chat");
        redis.pause();
        chat.send(frames(5, i -> "one runs, one waits"));
        await().until(() -> Instances.metric(instance, "carillon_redis_commands_refused_total") > 0);
        double refused = Instances.metric(instance, "carillon_redis_commands_refused_total");
        awaitReason(instance, "PUBLISH failed: Too many commands are waiting for Redis");
        double lost = Instances.metric(instance, "carillon_canary_lost_total");
        await().until(() -> Instances.metric(instance, "carillon_canary_lost_total") >= lost + 2);
        // A canary is no user's command
        assertThat(Instances.metric(instance, "carillon_redis_commands_refused_total"))
                .isEqualTo(refused);
        redis.resume();
        await().atMost(BOUND).until(() -> ready(instance).statusCode() == 200);
    }

    @Test
    void shouldMeasureCanariesAndNotTakeThemForMessages() {
        Instance instance = start(redis.url(), "redis.canaryInterval", "50ms");
        await().until(() -> Instances.metric(instance, "carillon_canary_roundtrip_seconds_count") >= 5);
        assertThat(Instances.metric(instance, "carillon_canary_roundtrip_seconds_sum"))
                .isPositive();
        assertThat(Instances.metric(instance, "carillon_redis_pushes_total")).isZero();
        assertThat(Instances.metric(instance, "carillon_messages_sent_total")).isZero();

        redis.pause();
        await().until(() -> Instances.metric(instance, "carillon_canary_lost_total") >= 2);
        awaitAge(instance, 0.2);
        redis.resume();
        await().until(() -> Instances.metric(instance, "carillon_canary_age_seconds") < 0.15);
    }

    @Test
    void shouldNotTakeWhatOthersPublishForItsCanary() {
        Instance instance = start(redis.url());
        try (RedisCli cli = RedisCli.open(redis.url())) {
            for (String foreign : List.of("", "x", "0", "1", "-1", "99", "9999999999999999999")) {
                assertThat(cli.number("PUBLISH", Keys.canaryOf(instance.id()), foreign))
                        .isEqualTo(1);
            }
        }
        double count = Instances.metric(instance, "carillon_canary_roundtrip_seconds_count");
        await().until(() -> Instances.metric(instance, "carillon_canary_roundtrip_seconds_count") >= count + 2);
        assertThat(ready(instance).statusCode()).isEqualTo(200);
    }

    /** The watch's lines from now on, until the test ends. */
    private List<ILoggingEvent> watchLog() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        watchLog.setLevel(Level.INFO);
        watchLog.addAppender(appender);
        return appender.list;
    }

    private Instance start(String url, String... settings) {
        List<String> all = new ArrayList<>(List.of("redis.url", url, "chat.prefix", "false"));
        all.addAll(List.of(settings));
        Instance instance = instances.start(all.toArray(String[]::new));
        await().until(() -> ready(instance).statusCode() == 200);
        return instance;
    }

    private void dropSubscribers() {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            assertThat(cli.number("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(1);
        }
    }

    private void awaitReason(Instance instance, String pattern) {
        awaitReason(instance, pattern, BOUND);
    }

    private void awaitReason(Instance instance, String pattern, Duration bound) {
        long startNs = System.nanoTime();
        await().atMost(bound).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            HttpResponse<String> answer = ready(instance);
            assertThat(answer.body()).containsPattern("\"reasons\":.*" + pattern);
            assertThat(answer.statusCode()).isEqualTo(503);
        });
        log.info("Not ready after {} ms: {}", (System.nanoTime() - startNs) / 1_000_000, pattern);
    }

    /** Waits until the instance says that it delivers, and has it deliver. */
    private void awaitDelivery(Instance instance) {
        long startNs = System.nanoTime();
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ready(instance).statusCode() == 200);
        log.info("Ready again after {} ms", (System.nanoTime() - startNs) / 1_000_000);
        WsClient chat = clients.open(instance, "/chat");
        assertThat(chat.sendText("delivered").readText()).isEqualTo("delivered");
    }

    /** Waits until no canary has come back for so long. */
    private static void awaitAge(Instance instance, double seconds) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Instances.metric(instance, "carillon_canary_age_seconds") >= seconds);
    }

    private static double reconnects(Instance instance, String link) {
        return Instances.metric(instance, "carillon_redis_reconnects_total", "link", link);
    }

    private static HttpResponse<String> ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready");
    }
}
