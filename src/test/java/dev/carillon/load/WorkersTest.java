package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.TargetServer.Mischief;
import dev.carillon.load.report.Merge;
import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.run.Runner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that share a run, here several in one: only together they know what was lost. */
class WorkersTest {
    private static final int WORKERS = 3;

    @Test
    void shouldAccountForWhatOtherWorkersPublished() throws Exception {
        try (TargetServer server = TargetServer.start(Mischief.of(300, 0, 0))) {
            Result merged = run(
                    "scenario",
                    "chat",
                    "url",
                    server.url("/chat"),
                    "clients",
                    "7",
                    "publishers",
                    "3",
                    "rate",
                    "300",
                    "duration",
                    "2s",
                    "deadline",
                    "1s",
                    "start-at",
                    inTwoSeconds(),
                    "verify",
                    "true");
            assertThat(merged.worker()).isEqualTo("3 workers");
            assertThat(merged.conditions().clients()).isEqualTo(7);
            assertThat(merged.counter("sent")).isEqualTo(600);
            assertThat(merged.counter("expected")).isEqualTo(7 * 600);
            assertThat(merged.counter("received")).isEqualTo(7 * 598);
            assertThat(merged.fault(Fault.LOST))
                    .as("the 300th and the 600th, the very last, which no worker but its own can miss")
                    .isEqualTo(7 * 2);
            assertThat(merged.corrected().getTotalCount()).isEqualTo(7 * 598);
            assertThat(Judge.judge(merged).outcome()).isEqualTo(Outcome.INEXACT);
        }
    }

    @Test
    void shouldMergeHistogramsAndSeconds() throws Exception {
        try (TargetServer server = TargetServer.start()) {
            Result merged = run("url", server.url("/ws"), "clients", "10", "messages-per-client", "40", "rate", "400");
            assertThat(merged.counter("responses")).isEqualTo(400);
            assertThat(merged.moments().stream().mapToLong(Moment::received).sum())
                    .isEqualTo(400);
            assertThat(merged.moments().stream()
                            .mapToLong(moment -> moment.latency().count())
                            .sum())
                    .isEqualTo(400);
            assertThat(merged.moments()).extracting(Moment::atMs).isSorted().doesNotHaveDuplicates();
        }
    }

    private static String inTwoSeconds() {
        return String.valueOf(System.currentTimeMillis() / 1000 + 2);
    }

    private static Result run(String... options) throws Exception {
        List<CompletableFuture<Result>> running = new ArrayList<>();
        for (int worker = 1; worker <= WORKERS; worker++) {
            String[] all = Arrays.copyOf(options, options.length + 4);
            all[options.length] = "worker";
            all[options.length + 1] = worker + "/" + WORKERS;
            all[options.length + 2] = "run-id";
            all[options.length + 3] = "abc";
            Runner runner = Loads.runner(all);
            running.add(CompletableFuture.supplyAsync(() -> result(runner), task -> new Thread(task).start()));
        }
        List<Result> results = new ArrayList<>();
        for (CompletableFuture<Result> each : running) {
            results.add(each.get(30, TimeUnit.SECONDS));
        }
        assertThat(Merge.workers(results)).hasSize(1);
        return Merge.workers(results).get(0);
    }

    private static Result result(Runner runner) {
        try {
            return runner.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
