package dev.carillon.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
    /** Always draws the least number there is, or the largest. */
    private record Extreme(boolean largest) implements RandomGenerator {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return largest ? bound - 1 : 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 5000, false, 50 100 200 400 800 1600 2500 2500",
        "100, 5000, true, 100 200 400 800 1600 3200 5000 5000",
        "200, 10000, true, 200 400 800 1600 3200 6400 10000 10000",
        "101, 404, false, 50 101 202 202",
        "101, 404, true, 101 202 404 404",
        "7, 7, false, 3 3 3",
        "7, 7, true, 7 7 7",
        "1, 4, false, 1 1 2 2",
        "1, 4, true, 1 2 4 4",
    })
    void shouldDoubleUpToTheLongestPause(long minMs, long maxMs, boolean largest, String expected) {
        Backoff backoff = backoff(minMs, maxMs, new Extreme(largest));
        List<String> pauses = new ArrayList<>();
        for (int i = 0; i < expected.split(" ").length; i++) {
            pauses.add("" + backoff.nextMs());
        }
        assertThat(String.join(" ", pauses)).isEqualTo(expected);
    }

    @Test
    void shouldDrawEachPauseBetweenHalfAndWhole() {
        for (long seed = 0; seed < 200; seed++) {
            Backoff backoff = backoff(100, 5000, new Random(seed));
            long whole = 100;
            for (int i = 0; i < 12; i++) {
                assertThat(backoff.nextMs()).isBetween(whole / 2, whole);
                whole = Math.min(5000, whole * 2);
            }
        }
    }

    @Test
    void shouldSpreadThePausesOfManyWhoLostTheSame() {
        long different = new Random(1)
                .longs(100)
                .map(seed -> backoff(1000, 5000, new Random(seed)).nextMs())
                .distinct()
                .count();
        assertThat(different).isGreaterThan(50);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        Backoff backoff = backoff(100, 5000, new Extreme(true));
        for (int i = 0; i < 10; i++) {
            backoff.nextMs();
        }
        backoff.reset();
        assertThat(backoff.nextMs()).isEqualTo(100);
        assertThat(backoff.nextMs()).isEqualTo(200);
    }

    private static Backoff backoff(long minMs, long maxMs, RandomGenerator random) {
        return new Backoff(Duration.ofMillis(minMs), Duration.ofMillis(maxMs), random);
    }
}
