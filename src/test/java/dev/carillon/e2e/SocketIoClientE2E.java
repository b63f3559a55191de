package dev.carillon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar with unchanged clients: npm's socket.io-client, run by Node.js. */
final class SocketIoClientE2E {
    private static final Path CLIENT = Path.of("src/test/node").toAbsolutePath();
    private static final int SECONDS = 60;

    @TempDir
    Path folder;

    private final int managementPort = RedisServer.freePort();
    private RedisServer redis;
    private Process client;

    @BeforeEach
    void startRedis() {
        assertThat(CLIENT.resolve("node_modules/socket.io-client"))
                .as("socket.io-client is not installed: run npm ci in src/test/node")
                .exists();
        redis = RedisServer.start();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.destroyForcibly();
        }
        redis.close();
    }

    @ParameterizedTest
    @CsvSource({
        "polling, 1, 3",
        "websocket, 1, 3",
        "both, 1, 3",
        "polling, 3, 1",
        "websocket, 3, 1",
        "both, 3, 1",
    })
    void shouldServeUnchangedClients(String mode, int ports, int verticlesPerPort) throws IOException {
        int first = FreePorts.row(ports);
        Map<String, String> environment = Map.of(
                "PORT", String.valueOf(first),
                "REDIS_URL", redis.url(),
                "CARILLON_SERVER_PORTS", String.valueOf(ports),
                "CARILLON_SERVER_VERTICLES_PER_PORT", String.valueOf(verticlesPerPort),
                "CARILLON_MANAGEMENT_PORT", String.valueOf(managementPort));
        List<String> command = new ArrayList<>(List.of("node", "client.js", mode));
        for (int i = 0; i < ports; i++) {
            command.add(String.valueOf(first + i));
        }
        Path output = folder.resolve("client.txt");
        CarillonProcess before = start(environment);
        try (before) {
            client = startClient(command, output);
            awaitLine(output, "restart, please");
            assertNoBugs();
        }
        try (CarillonProcess after = start(environment)) {
            awaitLine(output, "done");
            Awaitility.await().until(() -> !client.isAlive());
            assertThat(client.exitValue()).isZero();
            Awaitility.await().until(() -> metric("carillon_sessions_open{endpoint=\"socketio\"} 0.0"));
            assertNoBugs();
            assertThat(after.output()).doesNotContain("WARN", "ERROR");
        }
        assertThat(before.output()).doesNotContain("WARN", "ERROR");
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "connected " + (ports + 1),
                        "ticks",
                        "acks",
                        "messages",
                        "order",
                        "unknown namespace",
                        "restart, please",
                        "reconnected",
                        "done");
    }

    private CarillonProcess start(Map<String, String> environment) {
        return CarillonProcess.start(folder, environment).awaitOutput("Carillon serves");
    }

    private static Process startClient(List<String> command, Path output) {
        try {
            return new ProcessBuilder(command)
                    .directory(CLIENT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("Node.js is needed for this test, as the command node", e);
        }
    }

    private void awaitLine(Path output, String line) {
        Awaitility.await(line).atMost(SECONDS, TimeUnit.SECONDS).until(() -> {
            List<String> lines = Files.readAllLines(output);
            assertThat(client.isAlive() || lines.contains("done"))
                    .as("%s", lines)
                    .isTrue();
            return lines.contains(line);
        });
    }

    private void assertNoBugs() {
        assertThat(metric("carillon_bugs_total{where=\"socket\"} 0.0")).isTrue();
    }

    private boolean metric(String line) {
        return Instances.get(managementPort, "/metrics").body().contains("\n" + line + "\n");
    }
}
