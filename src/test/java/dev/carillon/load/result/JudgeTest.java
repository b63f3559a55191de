package dev.carillon.load.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.Outcome;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final int MESSAGES = 100_000;

    private final Result result = SampleResults.of(10);

    @ParameterizedTest
    @CsvSource({
        "failed, INEXACT",
        "cut, INEXACT",
        "unfinished, INEXACT",
        "unresumed, INEXACT",
        "missingWorkers, INEXACT",
        "misdelivered, INEXACT",
        "shortOfOwn, INVALID",
        "slower, SLOWER",
        "foreign, PASSED",
        "interrupted, PASSED",
        "notOwed, PASSED"
    })
    void shouldVerify(String counter, Outcome outcome) {
        assertThat(outcome(counter, true)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"failed, PASSED", "cut, PASSED", "shortOfOwn, INVALID", "slower, SLOWER"})
    void shouldOnlyMentionWhatWasNotToBeVerified(String counter, Outcome outcome) {
        assertThat(outcome(counter, false)).isEqualTo(outcome);
    }

    @Test
    void shouldLetClientsBeCutThatComeBack() {
        assertThat(judge(Map.of("connected", 10L, "cut", 3L, "reconnected", 3L), true)
                        .outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(judge(Map.of("connected", 10L, "cut", 3L, "reconnected", 2L), true)
                        .toString())
                .endsWith(": 1 clients that were cut and did not come back");
    }

    @Test
    void shouldNotBlameTheServerForATailOfItsOwn() {
        record(result.lag(), 2_000_000, MESSAGES / 500);
        record(result.corrected(), 2_000_000, MESSAGES / 500);
        Verdict verdict = Judge.judge(result);
        assertThat(verdict.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(verdict.toString()).contains("own lateness is most of the slowest: p99.9 2");
    }

    @Test
    void shouldBlameTheServerForATailThatIsNotItsOwn() {
        record(result.lag(), 60_000, MESSAGES / 500);
        record(result.corrected(), 2_000_000, MESSAGES / 500);
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.PASSED);
    }

    private static void record(Histogram histogram, long us, long times) {
        histogram.recordValueWithCount(us, times);
        histogram.recordValueWithCount(1, MESSAGES);
    }

    private Outcome outcome(String counter, boolean verify) {
        Map<String, Long> counters =
                Map.of("connected", 10L, counter.equals("shortOfOwn") ? "failed" : "x", 1L, counter, 1L);
        Result counted = SampleResults.with(result, counters, new Conditions(verify, false, 50_000, 0.95, 10, false));
        return Judge.judge(counted).outcome();
    }

    private Verdict judge(Map<String, Long> counters, boolean reconnect) {
        return Judge.judge(
                SampleResults.with(result, counters, new Conditions(true, false, 50_000, 0.95, 10, reconnect)));
    }
}
