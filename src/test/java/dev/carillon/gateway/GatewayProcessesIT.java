package dev.carillon.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.gateway.Nginx.LogLine;
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

/** The files of nginx/ in front of twelve processes that end and start while clients of twelve networks talk. */
final class GatewayProcessesIT {
    private static final int PROCESSES = 12;
    private static final int CLIENTS_EACH = 100;

    @TempDir
    Path folder;

    private final int first = FreePorts.row(PROCESSES);
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
                        folder,
                        IntStream.range(first, first + PROCESSES).boxed().toList())
                .start();
        for (int i = 0; i < PROCESSES; i++) {
            wanderers.add(Wanderer.start(source(i), nginx.port(80)));
        }
        awaitAnswers(2);
    }

    @AfterEach
    void stop() {
        wanderers.forEach(Wanderer::close);
        nginx.close();
        processes.forEach(CarillonProcess::close);
        redis.close();
    }

    @Test
    void shouldGiveEachProcessItsShareAndReachEverybody() {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < PROCESSES * CLIENTS_EACH; i++) {
            clients.add(WsClient.openFrom(source(i % PROCESSES), nginx.port(80), "/chat"));
        }
        clients.get(0).sendText("ding");
        assertThat(clients).allSatisfy(client -> assertThat(client.readText()).endsWith("] ding"));
        clients.forEach(WsClient::close);
        await().atMost(Duration.ofSeconds(20)).until(() -> chats().size() == PROCESSES * CLIENTS_EACH);
        assertThat(chats().stream().collect(groupingBy(LogLine::port, counting())))
                .hasSize(PROCESSES)
                .allSatisfy((port, connections) -> assertThat(connections).isEqualTo(CLIENTS_EACH));
        assertThat(chats().stream().collect(groupingBy(LogLine::address, mapping(LogLine::port, toSet()))))
                .hasSize(PROCESSES)
                .allSatisfy((address, ports) -> assertThat(ports).hasSize(1));
    }

    @Test
    void shouldMoveTheClientsOfAKilledProcessAndSweepItsSessions() {
        processes.get(7).kill();
        awaitAnswers(10);
        assertThat(wanderers.stream().map(Wanderer::connections).sorted())
                .startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .endsWith(2);
        try (RedisCli cli = RedisCli.open(redis.url())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> keys(cli, "session:*") == PROCESSES);
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
            awaitAnswers(2);
            processes.set(i, launch(i));
            awaitServes(i);
            awaitAnswers(2);
        }
        assertThat(wanderers).allSatisfy(wanderer -> {
            assertThat(wanderer.faults()).isEmpty();
            assertThat(wanderer.connections()).isBetween(2, 2 * PROCESSES);
        });
        List<WsClient> listeners = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            listeners.add(WsClient.openFrom(source(i), nginx.port(80), "/chat"));
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
                        "" + (first + number),
                        "CARILLON_SERVER_VERTICLES_PER_PORT",
                        "1",
                        "CARILLON_MANAGEMENT_PORT",
                        "" + RedisServer.freePort(),
                        "CARILLON_REDIS_LEASE",
                        "2s",
                        // Twelve share few processors
                        "JAVA_TOOL_OPTIONS",
                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m"));
    }

    private void awaitServes(int number) {
        processes.get(number).awaitOutput("Carillon serves port " + (first + number));
    }

    private static String source(int network) {
        return "127.0." + network + ".1";
    }

    /** Waits until each client has had so many answers more. */
    private void awaitAnswers(int more) {
        List<Integer> before = wanderers.stream().map(Wanderer::answers).toList();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (int i = 0; i < PROCESSES; i++) {
                assertThat(wanderers.get(i).answers()).isGreaterThan(before.get(i) + more);
            }
        });
    }

    private List<LogLine> chats() {
        return nginx.log().stream()
                .filter(line -> line.request().startsWith("GET /chat"))
                .toList();
    }

    private static int keys(RedisCli cli, String pattern) {
        return ((List<?>) cli.call("KEYS", pattern)).size();
    }
}
