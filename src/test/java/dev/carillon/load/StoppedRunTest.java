package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.load.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that ends early waits for what was sent: it is not lost because nobody looked any more. */
class StoppedRunTest {
    private static final int STALL_AT = 60;

    @ParameterizedTest
    @CsvSource({"chat, /chat, 200", "sessions, /ws, 200", "sessions, /ws, 0"})
    void shouldWaitForWhatWasSentBeforeItWasStopped(String scenario, String path, int rate) throws Exception {
        try (TargetServer server = TargetServer.start().stallAt(STALL_AT)) {
            Runner runner = Loads.runner(options(
                    "scenario",
                    scenario,
                    "url",
                    server.url(path),
                    "rate",
                    String.valueOf(rate),
                    "messages-per-client",
                    "100000"));
            CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> result(runner));
            Awaitility.await().until(() -> server.heard() > STALL_AT + 2);
            runner.stop();
            Result result = running.get(20, TimeUnit.SECONDS);
            assertThat(result.corrected().getMaxValue())
                    .as("it was in the stall")
                    .isGreaterThan(1_000_000);
            assertThat(result.fault(Fault.LOST)).isZero();
            assertThat(result.counter("received")).isEqualTo(result.counter("expected"));
            assertThat(Judge.judge(result).toString()).isEqualTo("passed: interrupted before its end");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "200"})
    void shouldWaitForTheLastAnswersWhenItsTimeIsOver(int rate) throws InterruptedException {
        try (TargetServer server = TargetServer.start().stallAt(STALL_AT)) {
            Result result =
                    Loads.run(options("url", server.url("/ws"), "rate", String.valueOf(rate), "duration", "1s"));
            assertThat(result.counter("sent")).isGreaterThan(STALL_AT);
            assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        }
    }

    private static String[] options(String... more) {
        List<String> all =
                new ArrayList<>(List.of("clients", "5", "verify", "true", "max-lag", "10s", "max-cpu", "10"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Result result(Runner runner) {
        try {
            return runner.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
