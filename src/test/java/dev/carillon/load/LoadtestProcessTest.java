package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Main;
import dev.carillon.load.result.Mark;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs a process of its own: a signal, a small heap. */
class LoadtestProcessTest {
    private final TargetServer server = TargetServer.start();

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void stop() {
        process.destroyForcibly();
        server.close();
    }

    @Test
    void shouldReportWhatWasWhenItIsInterrupted() throws Exception {
        BufferedReader output = start(
                "64m",
                "--scenario",
                "chat",
                "--url",
                server.url("/chat"),
                "--clients",
                "3",
                "--duration",
                "1m",
                "--display-interval",
                "1s",
                "--max-lag",
                "10s",
                "--max-cpu",
                "10");
        readUntil(output, "running");
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        readUntil(output, "Verdict: passed: interrupted before its end");
        readUntil(output, "report: ");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(result().counter("received")).isPositive();
        assertThat(result().faults().values()).allMatch(number -> number == 0);
    }

    @Test
    void shouldSlowDownWhenMemoryIsShortAndGoOn() throws Exception {
        BufferedReader output = start(
                "64m",
                "--url",
                server.url("/ws"),
                "--clients",
                "20",
                "--messages-per-client",
                "20",
                "--max-memory-usage",
                "0.01",
                "--memory-check-interval",
                "100",
                "--max-lag",
                "10s",
                "--max-cpu",
                "10");
        readUntil(output, "slowing down");
        readUntil(output, "report: ");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(result().counter("responses")).isEqualTo(400);
        assertThat(result().marks()).anyMatch(mark -> mark.what().endsWith("slowing down"));
        assertThat(result().runToMs() - result().runFromMs())
                .as("twenty messages, most of them a tenth of a second apart")
                .isGreaterThan(1000);
    }

    @Test
    void shouldRunStepsAndMarkThem() throws Exception {
        Path proof = folder.resolve("proof");
        BufferedReader output = start(
                "64m",
                "--scenario",
                "chat",
                "--url",
                server.url("/chat"),
                "--clients",
                "2",
                "--duration",
                "1s",
                "--steps",
                "at 300ms run \"touch " + proof + "\"; at 500ms run \"exit 3\"",
                "--max-lag",
                "10s",
                "--max-cpu",
                "10");
        readUntil(output, "report: ");
        assertThat(proof).exists();
        assertThat(result().marks())
                .extracting(mark -> mark.what().replace(proof.toString(), "proof"))
                .containsExactly("touch proof", "exit 3", "exit 3 ended with 3");
        long first = result().marks().get(0).atMs() - result().runFromMs();
        assertThat(first).isBetween(290L, 2000L);
    }

    @Test
    void shouldNotLetOneStepWaitForAnother() throws Exception {
        BufferedReader output = start(
                "64m",
                "--scenario",
                "idle",
                "--url",
                server.url("/ws"),
                "--clients",
                "2",
                "--duration",
                "1s",
                "--steps",
                "at 100ms run \"sleep 5; true\"; at 300ms run \"exit 3\"; at 1m run \"exit 4\"",
                "--max-lag",
                "10s");
        readUntil(output, "report: ");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(result().marks())
                .extracting(Mark::what)
                .containsExactly(
                        "sleep 5; true", "exit 3", "exit 3 ended with 3", "not run, as the run was over: exit 4");
    }

    @Test
    void shouldSeeThatItStoppedItself() throws Exception {
        BufferedReader output = start(
                "64m",
                "--url",
                server.url("/ws"),
                "--clients",
                "2",
                "--duration",
                "6s",
                "--steps",
                "at 1s run \"kill -STOP $PPID; sleep 2; kill -CONT $PPID\"",
                "--max-lag",
                "1s",
                "--max-cpu",
                "10");
        readUntil(output, "report: ");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(4);
    }

    @Test
    void shouldBlameItselfWhenItRunsOutOfFiles() throws Exception {
        BufferedReader output = start(
                List.of("sh", "-c", "ulimit -n 1200; exec \"$@\"", "sh"),
                "256m",
                "--scenario",
                "connect",
                "--url",
                server.url("/ws"),
                "--rate",
                "10000",
                "--duration",
                "300ms",
                "--retries",
                "0",
                "--verify");
        readUntil(output, "report: ");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(4);
        assertThat(result().reasons()).containsOnlyKeys("no file left for it (ulimit -n)");
        assertThat(result().counter("shortOfOwn"))
                .isEqualTo(result().counter("failed"))
                .isPositive();
    }

    private BufferedReader start(String heap, String... arguments) throws IOException {
        return start(List.of(), heap, arguments);
    }

    /** @param before what starts the JVM */
    private BufferedReader start(List<String> before, String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "loadtest"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return process.inputReader();
    }

    private static void readUntil(BufferedReader output, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            all.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("ended without \"" + text + "\":\n" + all);
    }

    private Result result() throws IOException {
        try (var runs = Files.list(folder.resolve("loadtest-results"))) {
            return ResultFile.read(runs.findFirst().orElseThrow());
        }
    }
}
