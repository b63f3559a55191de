package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come and go: each is accounted for, and timed from when it was due. */
class StormTest {
    private static final double US = 1e6;

    @Test
    void shouldTimeAConnectionThatHadToTryAgainFromItsFirstAttempt() throws InterruptedException {
        try (TargetServer server = TargetServer.start().refusing(20)) {
            Result result = run(server.url("/ws"), "retry-delay", "600ms");
            assertThat(result.counter("connected")).isEqualTo(100);
            assertThat(result.counter("attemptsFailed")).isEqualTo(20);
            assertThat(Judge.judge(result).toString()).isEqualTo("passed");
            long slow = result.corrected().getTotalCount() - result.corrected().getCountBetweenValues(0, 590_000);
            assertThat(slow).as("those that were refused first").isEqualTo(20);
        }
    }

    @Test
    void shouldWaitForConnectionsThatAreStillBeingMade() throws InterruptedException {
        try (TargetServer server = TargetServer.start().silentFrom(60)) {
            Result result = run(server.url("/ws"));
            assertThat(result.counter("connected")).isEqualTo(100);
            assertThat(result.corrected().getMaxValue() / US).isGreaterThan(1.5);
            assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        }
    }

    @Test
    void shouldCountConnectionsThatNobodyAnswered() throws IOException, InterruptedException {
        try (TargetServer server = TargetServer.start();
                ServerSocket silent = new ServerSocket(0, 1000)) {
            Result result =
                    run(server.url("/ws") + ",ws://127.0.0.1:" + silent.getLocalPort() + "/ws", "deadline", "300ms");
            assertThat(result.counter("connected")).isEqualTo(50);
            assertThat(Judge.judge(result).toString())
                    .isEqualTo("messages are not accounted for: 50 clients that were still connecting at the end");
        }
    }

    private static Result run(String url, String... more) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("scenario", "connect", "url", url, "rate", "100", "duration", "1s"));
        all.addAll(List.of(more));
        return Loads.verified(all.toArray(String[]::new));
    }
}
