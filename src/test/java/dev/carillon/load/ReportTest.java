package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.cli.Cli;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that are made again, of one run and of several. */
class ReportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TargetServer server = TargetServer.start();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldMakeARunsReportAgain() throws IOException {
        Path run = load("--clients", "2");
        String page = Files.readString(run.resolve("report.html"));
        for (String name : List.of("report.html", "results.txt", "throughput-chart.png")) {
            Files.delete(run.resolve(name));
        }
        assertThat(carillon("report", run.toString())).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).isEqualTo(page);
        assertThat(run.resolve("results.txt")).exists();
        assertThat(run.resolve("throughput-chart.png")).exists();
    }

    @Test
    void shouldShowSeveralRunsOnTheSameAxes() throws IOException {
        Path first = load("--clients", "2");
        Path second = load("--clients", "3");
        Path both = folder.resolve("both");
        assertThat(carillon("report", first.toString(), second.toString(), "--out", both.toString()))
                .isZero();
        assertThat(Files.readString(both.resolve("report.html")))
                .contains("sessions: 2 clients", "sessions: 3 clients");
        assertThat(both.resolve("results.json")).doesNotExist();
    }

    @Test
    void shouldMergeWorkersAndKeepTheirSum() throws IOException {
        List<String> command = new ArrayList<>(List.of("report"));
        for (String worker : List.of("1/2", "2/2")) {
            command.add(
                    load("--clients", "5", "--worker", worker, "--run-id", "7").toString());
        }
        Path merged = folder.resolve("merged");
        command.addAll(List.of("--out", merged.toString()));
        assertThat(carillon(command.toArray(String[]::new))).isZero();
        assertThat(Files.readString(merged.resolve("results.txt")))
                .containsPattern("sessions connected +5\n")
                .containsPattern("responses +150\n")
                .contains("7, 2 workers");
        assertThat(carillon("report", merged.toString())).isZero();
    }

    @Test
    void shouldSayThatWorkersAreMissing() throws IOException {
        String first = load("--clients", "5", "--worker", "1/3", "--run-id", "8", "--verify")
                .toString();
        assertThat(out.toString()).contains("Verdict: passed: only the share of worker 1/3, 'report' merges them");
        String third = load("--clients", "5", "--worker", "3/3", "--run-id", "8", "--verify")
                .toString();
        String merged = folder.resolve("merged").toString();
        assertThat(carillon("report", first, third, "--out", merged)).isEqualTo(3);
        assertThat(Path.of(merged, "results.txt")).content().contains("1 workers whose results are missing");
    }

    @Test
    void shouldRefuseToCountAWorkerTwice() throws IOException {
        String first =
                load("--clients", "5", "--worker", "1/2", "--run-id", "8").toString();
        String other =
                load("--clients", "5", "--worker", "1/3", "--run-id", "8").toString();
        String merged = folder.resolve("merged").toString();
        assertThat(carillon("report", first, first, "--out", merged)).isEqualTo(2);
        assertThat(carillon("report", first, other, "--out", merged)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "carillon: worker 1/2 of run 8 is given twice",
                        "carillon: run 8 was shared in different ways: workers 1/2, 1/3");
    }

    @Test
    void shouldSayThatThereAreNoResults() {
        assertThat(carillon("report", folder.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("carillon: " + folder.resolve("results.json") + ": no such file");
    }

    /** A run that passes, and its folder. */
    private Path load(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "loadtest",
                "--url",
                server.url("/ws"),
                "--results",
                folder.resolve("runs").toString(),
                "--max-lag",
                "10s",
                "--max-cpu",
                "10"));
        command.addAll(List.of(options));
        assertThat(carillon(command.toArray(String[]::new))).as(err.toString()).isZero();
        String report = out.toString()
                .lines()
                .filter(line -> line.startsWith("report: "))
                .reduce("", (a, b) -> b);
        return Path.of(report.substring("report: ".length())).getParent();
    }

    private int carillon(String... arguments) {
        return new Cli(
                        Map.of(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        config -> Future.failedFuture("not to be started"))
                .run(arguments);
    }
}
