package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes behind nginx that are restarted one after another while thousands of clients listen. */
final class RollingRestartIT {
    private static final int PORTS = 12;
    private static final int PROCESSES = 4;
    private static final int PORTS_EACH = PORTS / PROCESSES;
    private static final int CLIENTS = 2000;
    private static final int PUBLISHERS = 1;
    private static final int WINDOW_SECONDS = 5;
    private static final Pattern DRAINING = Pattern.compile("Draining within \\d+ ms, sessions: (\\d+)");
    private static final Pattern DRAINED = Pattern.compile("Drained after \\d+ ms, sessions closed: (\\d+), left: 0");

    /** How clients come back, and what is asked of the messages. */
    private static final List<String> COMING_BACK = List.of("--resume", "--verify");

    @TempDir
    Path folder;

    private final int first = FreePorts.row(PORTS);
    private final int[] management = new int[PROCESSES];
    private final List<CarillonProcess> processes = new ArrayList<>();
    private RedisServer redis;
    private Nginx nginx;
    private CarillonProcess tester;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(launch(i));
        }
        IntStream.range(0, PROCESSES).forEach(this::awaitServes);
        nginx = Nginx.prepare(
                folder, IntStream.range(first, first + PORTS).boxed().toList());
        nginx.start();
    }

    @AfterEach
    void stop() {
        if (tester != null) {
            tester.close();
        }
        nginx.close();
        processes.forEach(CarillonProcess::close);
        redis.close();
    }

    @Test
    void shouldLeaveNobodyOutAndHaveNobodyCrowdIn() {
        tester = CarillonProcess.start(folder, Map.of(), loadTest());
        tester.awaitOutput("chat");
        awaitEverybody();
        int mostSessions = 0;
        for (int i = 0; i < PROCESSES; i++) {
            CarillonProcess old = processes.get(i);
            old.sendTerm();
            assertThat(old.exitCode(WINDOW_SECONDS + 15)).isZero();
            int sessions = number(DRAINING, old.output());
            assertThat(number(DRAINED, old.output())).isEqualTo(sessions);
            mostSessions = Math.max(mostSessions, sessions);
            processes.set(i, launch(i));
            awaitServes(i);
            awaitEverybody();
        }
        tester.sendTerm();
        tester.exitCode(60);
        check(ResultFile.read(results()), mostSessions);
    }

    private static void check(Result result, int mostSessions) {
        assertThat(result.counter("cut")).isPositive();
        assertThat(result.counter("askedBack")).isEqualTo(result.counter("cut"));
        assertThat(result.counter("reconnected")).isEqualTo(result.counter("cut"));
        assertThat(result.counter("connected") - result.counter("reconnected")).isEqualTo(CLIENTS + PUBLISHERS);
        assertThat(result.counter("failed")).isZero();
        assertThat(result.fault(Fault.LOST)).as("%s", result.findings()).isZero();
        assertThat(result.fault(Fault.DUPLICATED)).isZero();
        assertThat(result.counter("recovered")).isPositive();
        assertThat(result.counter("announced")).isZero();
        double planned = (double) mostSessions / WINDOW_SECONDS;
        assertThat(result.moments().stream().filter(Moment::running))
                .isNotEmpty()
                .allSatisfy(moment ->
                        assertThat(moment.perSecond(moment.connected())).isLessThan(2 * planned));
    }

    private String[] loadTest() {
        List<String> arguments = new ArrayList<>(List.of("loadtest", "--scenario", "chat", "--url"));
        arguments.add("ws://127.0.0.1:" + nginx.port(8085) + "/chat");
        arguments.addAll(List.of("--clients", "" + CLIENTS, "--publishers", "" + PUBLISHERS, "--rate", "2"));
        arguments.addAll(List.of("--batch-size", "200", "--duration", "10m", "--results", "results"));
        arguments.addAll(COMING_BACK);
        return arguments.toArray(String[]::new);
    }

    private Path results() {
        try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
            return runs.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CarillonProcess launch(int number) {
        management[number] = RedisServer.freePort();
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
                        "CARILLON_SERVER_DRAIN_WINDOW",
                        WINDOW_SECONDS + "s",
                        "CARILLON_MANAGEMENT_PORT",
                        "" + management[number]));
    }

    private void awaitServes(int number) {
        int port = firstPort(number);
        processes.get(number).awaitOutput("Carillon serves ports " + port + " to " + (port + PORTS_EACH - 1));
    }

    private int firstPort(int number) {
        return first + number * PORTS_EACH;
    }

    private void awaitEverybody() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<Integer> sessions = IntStream.of(management)
                    .map(RollingRestartIT::sessions)
                    .boxed()
                    .toList();
            assertThat(sessions.stream().mapToInt(Integer::intValue).sum())
                    .as("%s of %s", sessions, tester.output())
                    .isEqualTo(CLIENTS + PUBLISHERS);
        });
    }

    private static int sessions(int managementPort) {
        return Pattern.compile("^carillon_sessions_open\\{endpoint=\"chat\"} (\\d+)", Pattern.MULTILINE)
                .matcher(Instances.get(managementPort, "/metrics").body())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst()
                .orElse(0);
    }

    private static int number(Pattern pattern, String output) {
        return pattern.matcher(output)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }
}
