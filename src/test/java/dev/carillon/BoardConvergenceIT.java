package dev.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.BoardVisitor;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.RedisCli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of the board on twelve ports of three processes, through a restart of Redis and the death of a process. */
final class BoardConvergenceIT {
    private static final int VISITORS = 10;
    private static final int PROCESSES = 3;
    private static final int PORTS_EACH = 4;
    private static final long TICKING_MS = 30_000;

    @TempDir
    Path folder;

    @Test
    void shouldEndWithTheSameBoardEverywhere() {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        List<BoardVisitor> visitors = new ArrayList<>();
        List<CarillonProcess> processes = new ArrayList<>();
        try (RedisServer redis = RedisServer.start(folder)) {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(redis, ports));
            }
            for (int i = 0; i < VISITORS; i++) {
                visitors.add(BoardVisitor.start(ports, new Random(i)));
            }
            long endMs = System.currentTimeMillis() + TICKING_MS;
            awaitTicks(visitors, 20);
            redis.stop();
            redis.startAgain();
            awaitTicks(visitors, 40);
            ports.removeAll(List.copyOf(ports.subList(0, PORTS_EACH)));
            processes.get(0).kill();
            awaitTicks(visitors, 60);
            await().atMost(Duration.ofMillis(2 * TICKING_MS)).until(() -> System.currentTimeMillis() > endMs);

            visitors.forEach(BoardVisitor::stopTicking);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(visitors)
                            .allSatisfy(visitor -> assertThat(visitor.board()).isEqualTo(stored(redis))));
            assertThat(visitors)
                    .allSatisfy(visitor -> assertThat(visitor.faults()).isEmpty());
            assertThat(stored(redis)).contains(true).contains(false);
        } finally {
            visitors.forEach(BoardVisitor::close);
            processes.forEach(CarillonProcess::close);
        }
    }

    private static void awaitTicks(List<BoardVisitor> visitors, int more) {
        List<Integer> before = visitors.stream().map(BoardVisitor::ticks).toList();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (int i = 0; i < visitors.size(); i++) {
                assertThat(visitors.get(i).ticks()).isGreaterThan(before.get(i) + more);
            }
        });
    }

    private CarillonProcess start(RedisServer redis, List<Integer> ports) {
        int port = FreePorts.row(PORTS_EACH);
        CarillonProcess carillon = CarillonProcess.start(
                folder,
                Map.of(
                        "REDIS_URL",
                        redis.url(),
                        "PORT",
                        "" + port,
                        "CARILLON_SERVER_PORTS",
                        "" + PORTS_EACH,
                        "CARILLON_SERVER_VERTICLES_PER_PORT",
                        "1",
                        "CARILLON_MANAGEMENT_PORT",
                        "" + RedisServer.freePort(),
                        "CARILLON_HTTP_REQUESTS_PER_MINUTE",
                        "0"));
        carillon.awaitOutput("Carillon serves ports " + port + " to " + (port + PORTS_EACH - 1));
        for (int i = 0; i < PORTS_EACH; i++) {
            ports.add(port + i);
        }
        return carillon;
    }

    private static List<Boolean> stored(RedisServer redis) {
        try (RedisCli cli = RedisCli.open(redis.url())) {
            List<Boolean> boxes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                boxes.add("1".equals(cli.call("HGET", "carillon:board", "" + i)));
            }
            return boxes;
        }
    }
}
