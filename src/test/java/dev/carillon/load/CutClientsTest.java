package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.load.run.Runner;
import dev.carillon.load.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that leave early or come late are owed what they could have got. */
class CutClientsTest {
    private final TargetServer server = TargetServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCountClientsThatWereCut() throws Exception {
        Result result = cutDuring("reconnect", "false");
        assertThat(result.counter("cut")).isEqualTo(6);
        assertThat(result.fault(Fault.LOST)).isZero();
        assertThat(result.reasons()).containsEntry("closed by the server with 1011", 6L);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.INEXACT);
    }

    @Test
    void shouldOweNothingToClientsWhileTheyAreAway() throws Exception {
        Result result = cutDuring("reconnect", "true");
        assertThat(result.counter("cut")).isEqualTo(6);
        assertThat(result.counter("reconnected")).isEqualTo(6);
        assertThat(result.fault(Fault.LOST)).isZero();
        assertThat(result.fault(Fault.DUPLICATED)).isZero();
        assertThat(result.counter("sent")).as("the publisher came back").isGreaterThan(200);
        assertThat(result.counter("unsent")).isZero();
        assertThat(result.counter("skipped"))
                .as("it was away for about a fifth of a second")
                .isBetween(5L, 60L);
        assertThat(result.counter("askedBack")).isZero();
        assertThat(result.counter("received") - result.counter("notOwed")).isEqualTo(result.counter("expected"));
    }

    @Test
    void shouldReportWhatWasWhenItIsStopped() throws Exception {
        Runner runner = runner("duration", "60s");
        CompletableFuture<Result> running = start(runner);
        Awaitility.await().until(() -> server.clients() == 6);
        runner.stop();
        Result result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.counter("connected")).isEqualTo(6);
        assertThat(result.counter("cut")).isZero();
    }

    @Test
    void shouldCountTextsOfOthersApart() throws Exception {
        CompletableFuture<Result> running = start(runner("duration", "1s"));
        Awaitility.await().until(() -> server.clients() == 6);
        server.say("{\"type\":\"server-event\"}");
        Result result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.counter("foreign")).isEqualTo(5);
        assertThat(result.foreign()).isEqualTo("{\"type\":\"server-event\"}");
        assertThat(result.fault(Fault.LOST)).isZero();
    }

    @Test
    void shouldNotTakeMessagesThatNobodySentForItsOwn() throws Exception {
        CompletableFuture<Result> running = start(runner("duration", "1s", "run-id", "abc"));
        Awaitility.await().until(() -> server.clients() == 6);
        byte[] invented = new byte[Payload.LENGTH];
        for (int number : new int[] {2_000_000, -5}) {
            Payload.write(invented, invented.length, 0xabc, 0, number, 0);
            server.say(new String(invented, StandardCharsets.US_ASCII));
        }
        Result result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.counter("misdelivered")).isEqualTo(10);
        assertThat(result.counter("received")).isEqualTo(500);
        assertThat(result.faults().values()).allMatch(number -> number == 0);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.INEXACT);
    }

    /** Five subscribers and a publisher are cut while the publisher publishes. */
    private Result cutDuring(String option, String value) throws Exception {
        CompletableFuture<Result> running = start(runner("duration", "3s", option, value));
        Awaitility.await().until(() -> server.heard() > 50);
        server.cutAll();
        return running.get(20, TimeUnit.SECONDS);
    }

    private Runner runner(String... more) {
        String[] options = {
            "scenario",
            "chat",
            "url",
            server.url("/chat"),
            "clients",
            "5",
            "rate",
            "100",
            "verify",
            "true",
            "deadline",
            "1s",
            "retry-delay",
            "200ms"
        };
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return Loads.runner(all);
    }

    private static CompletableFuture<Result> start(Runner runner) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return runner.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(new ExecutionException(e));
            }
        });
    }
}
