package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.cli.Cli;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said in one clear line, with the right exit code. */
class BadInputTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private TargetServer server;

    @BeforeEach
    void start() {
        server = TargetServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--url http://localhost/ws   | --url = \"http://localhost/ws\": expected ws://host[:port]/path or wss://…",
                "--url ws:///ws              | --url = \"ws:///ws\": expected ws://host[:port]/path or wss://…",
                "--scenario chatter          | --scenario = \"chatter\": expected one of sessions, chat, users, board, idle, connect",
                "--clients 0                 | --clients = \"0\": expected a whole number from 1 to 10000000",
                "--clients many              | --clients = \"many\": expected a whole number from 1 to 10000000",
                "--rate -1                   | --rate = \"-1\": expected a number from 0.0 to 1.0E8",
                "--duration 5y               | --duration = \"5y\": expected a time such as 250ms, 10s or 2m; without a unit it is milliseconds",
                "--source 127.0.0.300        | --source = \"127.0.0.300\": not an IPv4 address: 127.0.0.300",
                "--worker 3/2                | --worker = \"3/2\": expected a worker and their number, such as 1/4",
                "--worker 1/2                | --run-id: workers of one run share an id: give the same to each",
                "--steps later               | --steps = \"later\": expected: at 10s run \"command\"",
                "--payload-bytes 10          | --payload-bytes = \"10\": expected a whole number from 48 to 1048576",
                "--baseline gone.json        | gone.json: no such file",
                "--plan gone.json            | gone.json: no such file",
                "--redis-url hunter2         | --redis-url = ****: expected redis://host[:port] or rediss://…",
            })
    void shouldExplainAWrongOption(String arguments, String why) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("carillon: " + why);
    }

    @Test
    void shouldNameEveryProblemAtOnce() throws IOException {
        Path plan =
                Files.writeString(folder.resolve("plan.json"), "{\"batchSize\": 0, \"clints\": 5, \"rate\": \"x\"}");
        assertThat(run("--plan", plan.toString(), "--schedule", "weekly")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("carillon: the plan has 4 problems")
                .contains(
                        plan + ", batchSize = \"0\"",
                        plan + ", clints: no such key",
                        plan + ", rate = \"x\"",
                        "--schedule");
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "ws://127.0.0.1:" + port + "/ws";
        assertThat(run("--url", url, "--retries", "1", "--retry-delay", "10ms")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("carillon: " + url + ": Connection refused");
    }

    @Test
    void shouldSayThatAHostIsUnknown() {
        String url = "ws://nobody.invalid/ws";
        assertThat(run("--url", url, "--retries", "0")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("carillon: " + url + ": unknown host nobody.invalid");
    }

    @Test
    void shouldSayThatAServerIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "ws://127.0.0.1:" + silent.getLocalPort() + "/ws";
            assertThat(run("--url", url, "--retries", "0", "--connection-timeout", "200"))
                    .isEqualTo(1);
            assertThat(err.toString().lines()).containsExactly("carillon: " + url + ": no connection within 200 ms");
        }
    }

    @Test
    void shouldSayThatTheHandshakeWasRefused() {
        String url = server.url("/refused");
        assertThat(run("--url", url, "--retries", "0")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("carillon: " + url + ": refuses the handshake: HTTP/1.1 404 Not Found");
    }

    @Test
    void shouldSayThatTheAnswersAreOfAnotherProtocolAndKeepTheResults() throws IOException {
        assertThat(run(
                        "--url",
                        server.url("/prose"),
                        "--clients",
                        "2",
                        "--messages-per-client",
                        "2",
                        "--deadline",
                        "200ms"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("carillon: the answers are not of the protocol of sessions: Good morning");
        try (var runs = Files.list(folder.resolve("results"))) {
            assertThat(runs.findFirst().orElseThrow().resolve("results.json")).exists();
        }
    }

    @Test
    void shouldSayThatResultsCannotBeWrittenBeforeItStarts() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(run("--url", server.url("/ws"), "--results", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("cannot be made");
    }

    @Test
    void shouldCountErrorsAsAnswersThatVerifyDoesNotTake() {
        assertThat(run("--url", server.url("/errors"), "--clients", "2", "--messages-per-client", "3", "--verify"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("6 messages answered with an error").containsPattern("lost +0");
    }

    @Test
    void shouldBeSlowerThanAnImpossibleBaseline() throws IOException {
        String[] options = {"--url", server.url("/ws"), "--clients", "2", "--max-lag", "10s", "--max-cpu", "10"};
        assertThat(run(options)).isZero();
        Path before;
        try (var runs = Files.list(folder.resolve("results"))) {
            before = runs.findFirst().orElseThrow();
        }
        server.close();
        server = TargetServer.start().stallAt(30);
        List<String> again = new ArrayList<>(List.of(options));
        again.set(1, server.url("/ws"));
        again.addAll(List.of("--baseline", before.toString(), "--tolerance", "10%"));
        assertThat(run(again.toArray(String[]::new))).isEqualTo(5);
        assertThat(out.toString())
                .containsPattern("latency p99 .*slower")
                .containsPattern("received .*slower")
                .contains("Verdict: slower than the baseline: ");
    }

    @Test
    void shouldNotCompareScenarios() throws IOException {
        String[] options = {"--url", server.url("/ws"), "--clients", "2", "--max-lag", "10s", "--max-cpu", "10"};
        assertThat(run(options)).isZero();
        try (var runs = Files.list(folder.resolve("results"))) {
            String before = runs.findFirst().orElseThrow().toString();
            assertThat(run("--scenario", "chat", "--url", server.url("/chat"), "--baseline", before))
                    .isEqualTo(2);
            assertThat(err.toString().lines())
                    .containsExactly("carillon: " + before + ": a run of sessions is no baseline for chat");
        }
    }

    @Test
    void shouldBeInvalidWhenItWasLateItself() {
        assertThat(run(
                        "--scenario",
                        "chat",
                        "--url",
                        server.url("/chat"),
                        "--clients",
                        "2",
                        "--duration",
                        "1s",
                        "--max-lag",
                        "0"))
                .isEqualTo(4);
        assertThat(out.toString()).contains("Verdict: invalid: the load tester was the bottleneck");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("loadtest"));
        if (!List.of(arguments).contains("--results")) {
            all.addAll(List.of("--results", folder.resolve("results").toString()));
        }
        all.addAll(List.of(arguments));
        return new Cli(
                        Map.of(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        config -> Future.failedFuture("not to be started"))
                .run(all.toArray(String[]::new));
    }
}
