package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "0ms, 0",
        "250ms, 250",
        "5s, 5000",
        "090s, 90000",
        "2m, 120000",
        "1h, 3600000",
        "999999999999ms, 999999999999",
        "999999999999h, 3599999999996400000"
    })
    void shouldReadANumberAndItsUnit(String text, long ms) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(ms));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "ms",
                "5 s",
                " 5s",
                "5s ",
                "-5s",
                "+5s",
                "1.5s",
                "5S",
                "5sec",
                "1d",
                "1h30m",
                "٥s",
                "9999999999999s"
            })
    void shouldRefuseEverythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "1500, 1500ms",
        "5000, 5s",
        "90000, 90s",
        "120000, 2m",
        "3600000, 1h",
        "86400000, 24h"
    })
    void shouldWriteTheLargestUnitThatStaysWhole(long ms, String text) {
        assertThat(Durations.write(ms)).isEqualTo(text);
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(ms));
    }
}
