package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.gateway.Nginx;
import dev.carillon.testing.RedisProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes behind nginx, a Redis with a replica, and clients that come back where they were, while everything fails at random.
 * {@link Scale} says for how long, and from which seed.
 */
final class RandomFaultsChaosIT {
    private static final int PROCESSES = 4;
    private static final int PORTS_EACH = 3;
    private static final int CLIENTS_SHARE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final Scale scale = Scale.asked();
    private final int clients = scale.clients() / CLIENTS_SHARE;
    private RedisPair redis;
    private Fleet fleet;
    private Nginx nginx;
    private Audience audience;
    private Speakers speakers;

    @BeforeEach
    void start() {
        redis = RedisPair.start(folder, PROCESSES);
        fleet = Fleet.start(
                folder,
                PORTS_EACH,
                IntStream.range(0, PROCESSES)
                        .mapToObj(i -> Map.of("REDIS_URL", redis.proxy(i).url()))
                        .toList());
        nginx = Nginx.prepare(folder, fleet.allPorts()).start();
        audience = new Audience(index -> nginx.port(80));
        audience.enter(clients);
        await().atMost(PATIENCE).until(() -> audience.present() == clients);
        speakers = Speakers.start(fleet.firstPorts(), scale.rate());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.asList(speakers, audience, nginx, fleet, redis)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void shouldAccountForEveryMessageWhateverFails() {
        Report.say("random faults from seed %d for %d s: again with -Dchaos.seed=%1$d", scale.seed(), scale.seconds());
        int faults = strike();
        fleet.awaitReady(PATIENCE);
        await().atMost(PATIENCE).until(() -> audience.present() == clients);
        List<Said> last = speakers.finish();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(audience.haveHeard(last)).isEqualTo(clients));
        Accounting.Result result = Accounting.judge(speakers.accepted(), audience.heard());
        Report.say(
                "%d faults: %d in doubt, %d came back in vain, %s",
                faults, speakers.inDoubt(), audience.refusals(), result);
        assertThat(result.faults()).isEmpty();
        fleet.assertSound();
    }

    private int strike() {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(scale.seconds());
        List<CompletableFuture<Integer>> lanes = List.of(
                FaultLane.start("redis", scale.seed(), endNs, ofRedis()),
                FaultLane.start("process", scale.seed() + 1, endNs, ofProcesses()),
                FaultLane.start("network", scale.seed() + 2, endNs, ofNetwork()));
        return lanes.stream().mapToInt(CompletableFuture::join).sum();
    }

    private List<FaultLane.Fault> ofRedis() {
        return List.of(
                random -> {
                    int ms = random.nextInt(500, 6000);
                    redis.pause(ms);
                    return "paused for " + ms + " ms";
                },
                random -> {
                    int ms = random.nextInt(2000);
                    redis.restart(ms);
                    return "killed, and started again with its file after " + ms + " ms";
                },
                random -> {
                    int ms = random.nextBoolean() ? 0 : random.nextInt(2000);
                    redis.promote(ms);
                    return "replaced by its replica, which lacks " + ms + " ms";
                },
                random -> {
                    redis.killSubscribers();
                    return "has disconnected its subscribers";
                });
    }

    private List<FaultLane.Fault> ofProcesses() {
        return List.of(
                random -> {
                    int number = random.nextInt(PROCESSES);
                    fleet.process(number).kill();
                    Pause.ms(random.nextInt(2000));
                    fleet.start(number);
                    fleet.process(number).awaitOutput("Carillon serves port");
                    return number + " killed, and started again";
                },
                random -> {
                    int number = random.nextInt(PROCESSES);
                    int ms = random.nextInt(500, 7000);
                    fleet.process(number).pause();
                    Pause.ms(ms);
                    fleet.process(number).resume();
                    return number + " paused for " + ms + " ms";
                });
    }

    private List<FaultLane.Fault> ofNetwork() {
        return List.of(this::cut, this::cut, random -> {
            nginx.hup();
            return "nginx reloaded";
        });
    }

    private String cut(Random random) {
        int number = random.nextInt(PROCESSES);
        RedisProxy.Way way = random.nextBoolean() ? RedisProxy.Way.TO_REDIS : RedisProxy.Way.FROM_REDIS;
        int ms = random.nextInt(500, 8000);
        redis.proxy(number).cut(way);
        Pause.ms(ms);
        redis.proxy(number).mend();
        return "of process " + number + " cut " + way + " for " + ms + " ms";
    }
}
