package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.Namespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packaged jar and a real Redis, whose packets are dropped one way by the kernel. */
final class CutNetworkChaosIT {
    private static final Logger log = LoggerFactory.getLogger(CutNetworkChaosIT.class);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final int PORT = 9001;
    private static final int MANAGEMENT_PORT = 10001;
    private static final int REDIS_PORT = 6379;

    @TempDir
    Path folder;

    /** Short cuts heal as TCP sends again, long ones as the links are replaced; between the two nothing may fall. */
    /** Which way packets are dropped, and for how many ms. */
    static Stream<Arguments> cuts() {
        Stream<Arguments> few = Stream.of(Arguments.of("to", 4500), Arguments.of("from", 6500));
        Stream<Arguments> more = Stream.of(
                Arguments.of("to", 3000),
                Arguments.of("to", 6000),
                Arguments.of("to", 7500),
                Arguments.of("to", 12000),
                Arguments.of("from", 3500),
                Arguments.of("from", 12000));
        return System.getProperty("chaos.short") == null ? Stream.concat(few, more) : few;
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void shouldBeReadyAgainAfterPacketsWereDroppedOneWay(String way, long cutMs) {
        try (Namespace network = Namespace.create();
                RedisServer redis = RedisServer.start(network, REDIS_PORT);
                CarillonProcess carillon = start(network, redis)) {
            int started = carillon.output().length();
            long startNs = System.nanoTime();
            if (way.equals("to")) {
                network.dropTo(REDIS_PORT);
            } else {
                network.dropFrom(REDIS_PORT);
            }
            await().atMost(BOUND)
                    .untilAsserted(() -> assertThat(ready(network))
                            .contains("Delivery through Redis is broken: no canary has come back since ")
                            .endsWith("503"));
            long foundMs = millisSince(startNs);
            await().pollInterval(Duration.ofMillis(10)).until(() -> millisSince(startNs) >= cutMs);
            long mendNs = System.nanoTime();
            network.mend();
            await().atMost(BOUND).until(() -> ready(network).endsWith("200"));
            log.info(
                    "Cut {} Redis for {} ms: found after {} ms, healed after {} ms",
                    way,
                    cutMs,
                    foundMs,
                    millisSince(mendNs));
            assertThat(carillon.output().substring(started))
                    .containsOnlyOnce("Delivery through Redis is broken")
                    .containsOnlyOnce("Delivery through Redis is proven again after ");
        }
    }

    private CarillonProcess start(Namespace network, RedisServer redis) {
        CarillonProcess carillon = CarillonProcess.start(
                folder, network.prefix(), Map.of("REDIS_URL", redis.url(), "PORT", "" + PORT), new String[0]);
        carillon.awaitOutput("Carillon serves port " + PORT);
        await().until(() -> ready(network).endsWith("200"));
        return carillon;
    }

    private static String ready(Namespace network) {
        return network.get(MANAGEMENT_PORT, "/ready");
    }

    private static long millisSince(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
