package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that stops for two seconds: who sends on schedule sees it, who waits for answers does not. */
class StallTest {
    private static final double US = 1e6;

    @ParameterizedTest
    @CsvSource({"chat, /chat, 4", "sessions, /ws, 4"})
    void shouldShowTheStallInCorrectedLatenciesOnly(String scenario, String path, String clients)
            throws InterruptedException {
        try (TargetServer server = TargetServer.start().stallAt(4000)) {
            Result result = Loads.run(
                    "scenario",
                    scenario,
                    "url",
                    server.url(path),
                    "clients",
                    clients,
                    "rate",
                    "2000",
                    "duration",
                    "7s");
            assertThat(result.counter("sent")).isEqualTo(14_000);
            assertThat(result.corrected().getValueAtPercentile(99.9) / US).isBetween(1.9, 2.6);
            assertThat(result.uncorrected().getValueAtPercentile(99.9) / US).isLessThan(0.5);
            assertThat(result.uncorrected().getMaxValue() / US)
                    .as("one message of each client waited through the stall")
                    .isBetween(1.9, 2.6);
        }
    }
}
