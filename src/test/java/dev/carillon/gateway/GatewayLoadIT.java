package dev.carillon.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The load tester, the files of nginx/ and twelve ports: 10,000 connections, and every message is accounted for. Where processes may
 * open fewer files it is as many as they have room for, and the test's report says how many.
 */
final class GatewayLoadIT {
    private static final int PORTS = 12;
    private static final int WANTED = 10_000;
    /** Of each process, beside its connections. */
    private static final int OWN_FILES = 300;
    /** As nginx.conf has it. */
    private static final int NGINX_CONNECTIONS = 20_480;

    private static final int SECONDS = 120;

    @TempDir
    Path folder;

    private final int first = FreePorts.row(PORTS);
    private RedisServer redis;
    private CarillonProcess server;
    private Nginx nginx;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        server = CarillonProcess.start(
                folder,
                Map.of(
                        "REDIS_URL",
                        redis.url(),
                        "PORT",
                        "" + first,
                        "CARILLON_SERVER_PORTS",
                        "" + PORTS,
                        "CARILLON_SERVER_VERTICLES_PER_PORT",
                        "1",
                        "CARILLON_MANAGEMENT_PORT",
                        "" + RedisServer.freePort()));
        server.awaitOutput("Carillon serves ports " + first + " to " + (first + PORTS - 1));
        nginx = Nginx.prepare(
                        folder, IntStream.range(first, first + PORTS).boxed().toList())
                .start();
    }

    @AfterEach
    void stop() {
        nginx.close();
        server.close();
        redis.close();
    }

    @Test
    void shouldAccountForEveryChatMessage(TestReporter reporter) throws IOException {
        int clients = clients(reporter);
        String said =
                load("/chat", clients, "--scenario", "chat", "--publishers", "4", "--rate", "2", "--duration", "6s");
        assertThat(said)
                .contains("Verdict: passed\n")
                .containsPattern("sent +12\n")
                .containsPattern(String.format("received +%,d\n", 12 * clients))
                .containsPattern("lost +0\n");
        assertThatAllPortsShare(clients);
    }

    @Test
    void shouldAccountForEveryAnswerToASession(TestReporter reporter) throws IOException {
        int clients = clients(reporter);
        String said = load("/ws", clients, "--rate", "4000", "--messages-per-client", "3");
        assertThat(said)
                .contains("Verdict: passed\n")
                .containsPattern(String.format("sent +%,d\n", 3 * clients))
                .containsPattern(String.format("responses +%,d\n", 3 * clients))
                .containsPattern("lost +0\n");
        assertThatAllPortsShare(clients);
    }

    /** What the load tester prints; how fast it was does not matter. */
    private String load(String path, int clients, String... more) {
        List<String> arguments = new ArrayList<>(List.of("loadtest", "--url"));
        arguments.add("ws://127.0.0.1:" + nginx.port(80) + path);
        arguments.addAll(List.of("--clients", "" + clients, "--batch-size", "500", "--batch-interval", "500ms"));
        // nginx leaves an instance alone for 10 s that did not answer in time: clients come back after that
        arguments.addAll(List.of("--connection-timeout", "20s", "--retries", "15", "--retry-delay", "2s"));
        arguments.addAll(List.of("--deadline", "30s", "--max-lag", "30s", "--max-cpu", "10", "--verify"));
        arguments.addAll(List.of(more));
        CarillonProcess tester = CarillonProcess.start(folder, Map.of(), arguments.toArray(String[]::new));
        assertThat(tester.exitCode(SECONDS)).as(tester.output()).isZero();
        return tester.output();
    }

    /** The tester's sources are twelve networks; while an instance is slow to accept, nginx sends some of its clients elsewhere. */
    private void assertThatAllPortsShare(int clients) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> nginx.log().size() >= clients);
        Map<Integer, Long> byPort = nginx.log().stream().collect(groupingBy(Nginx.LogLine::port, counting()));
        assertThat(byPort)
                .hasSize(PORTS)
                .allSatisfy((port, connections) -> assertThat(connections).isGreaterThan(clients / PORTS / 2));
    }

    private static int clients(TestReporter reporter) throws IOException {
        int clients = Math.min(WANTED, room());
        reporter.publishEntry("connections", clients + " of " + WANTED);
        return clients;
    }

    /** For how many connections there are files: one each in tester and server, two each in nginx's workers, which share unevenly. */
    private static int room() throws IOException {
        Matcher limit =
                Pattern.compile("Max open files +(\\d+)").matcher(Files.readString(Path.of("/proc/self/limits")));
        assertThat(limit.find()).isTrue();
        long files = Long.parseLong(limit.group(1));
        long worker = Math.min(files, NGINX_CONNECTIONS) / 2;
        long gateway = worker * Runtime.getRuntime().availableProcessors() * 3 / 4;
        return (int) Math.min(files, gateway) - OWN_FILES;
    }
}
