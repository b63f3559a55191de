package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of nginx/ in front of processes that end and start while clients of twelve networks talk. */
final class GatewayProcessesIT {
    private static final int NETWORKS = 12;
    private static final int PROCESSES = 3;
    private static final int PORTS_EACH = NETWORKS / PROCESSES;

    @TempDir
    Path folder;

    private final int first = FreePorts.row(NETWORKS);
    private final List<CarillonProcess> processes = new ArrayList<>();
    private final List<Wanderer> wanderers = new ArrayList<>();
    private RedisServer redis;
    private Nginx nginx;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(launch(i));
        }
        for (int i = 0; i < PROCESSES; i++) {
            awaitServes(i);
        }
        nginx = Nginx.prepare(
                        folder, IntStream.range(first, first + NETWORKS).boxed().toList())
                .start();
        for (int i = 0; i < NETWORKS; i++) {
            wanderers.add(Wanderer.start("127.0." + i + ".1", nginx.port(80)));
        }
        awaitAnswers(5);
    }

    @AfterEach
    void stop() {
        wanderers.forEach(Wanderer::close);
        nginx.close();
        processes.forEach(CarillonProcess::close);
        redis.close();
    }

    @Test
    void shouldMoveTheClientsOfAKilledProcessAndSweepItsSessions() {
        processes.get(1).kill();
        awaitAnswers(10);
        assertThat(wanderers).extracting(Wanderer::connections).contains(1, 2);
        assertThat(wanderers.stream().filter(wanderer -> wanderer.connections() > 1))
                .hasSize(PORTS_EACH);
        try (RedisCli cli = RedisCli.open(redis.url())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> keys(cli, "session:*") == NETWORKS);
            await().atMost(Duration.ofSeconds(30)).until(() -> keys(cli, "carillon:sessions:*") == PROCESSES - 1);
        }
        assertThat(wanderers)
                .allSatisfy(wanderer -> assertThat(wanderer.faults()).isEmpty());
    }

    @Test
    void shouldServeWhileEachProcessIsRestarted() {
        for (int i = 0; i < PROCESSES; i++) {
            processes.get(i).sendTerm();
            assertThat(processes.get(i).exitCode(20)).isZero();
            awaitAnswers(5);
            processes.set(i, launch(i));
            awaitServes(i);
            awaitAnswers(5);
        }
        assertThat(wanderers).allSatisfy(wanderer -> {
            assertThat(wanderer.faults()).isEmpty();
            assertThat(wanderer.connections()).isBetween(2, 2 * PROCESSES);
        });
        List<WsClient> listeners = new ArrayList<>();
        for (int i = 0; i < NETWORKS; i++) {
            listeners.add(WsClient.openFrom("127.0." + i + ".1", nginx.port(80), "/chat"));
        }
        listeners.get(0).sendText("ding");
        assertThat(listeners)
                .allSatisfy(listener -> assertThat(listener.readText()).endsWith("] ding"));
        listeners.forEach(WsClient::close);
    }

    private CarillonProcess launch(int number) {
        return CarillonProcess.start(
                folder,
                Map.of(
                        "REDIS_URL",
                        redis.url(),
                        "PORT",
                        "" + firstPort(number),
                        "CARILLON_SERVER_PORTS",
                        "" + PORTS_EACH,
                        "CARILLON_SERVER_VERTICLES_PER_PORT",
                        "1",
                        "CARILLON_MANAGEMENT_PORT",
                        "" + RedisServer.freePort(),
                        "CARILLON_REDIS_LEASE",
                        "2s"));
    }

    private void awaitServes(int number) {
        int port = firstPort(number);
        processes.get(number).awaitOutput("Carillon serves ports " + port + " to " + (port + PORTS_EACH - 1));
    }

    private int firstPort(int number) {
        return first + number * PORTS_EACH;
    }

    /** Waits until each client has had so many answers more. */
    private void awaitAnswers(int more) {
        List<Integer> before = wanderers.stream().map(Wanderer::answers).toList();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (int i = 0; i < NETWORKS; i++) {
                assertThat(wanderers.get(i).answers()).isGreaterThan(before.get(i) + more);
            }
        });
    }

    private static int keys(RedisCli cli, String pattern) {
        return ((List<?>) cli.call("KEYS", pattern)).size();
    }
}
