package dev.carillon.load.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results of runs that nobody ran. */
public final class SampleResults {
    private SampleResults() {}

    /** A run whose every message took so many milliseconds. */
    public static Result of(int ms) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            moments.add(new Moment(
                    i * 1000,
                    1000,
                    true,
                    10,
                    2,
                    1,
                    100,
                    200,
                    0,
                    Spread.of(histogram(ms, 200)),
                    1 << 24,
                    0.5,
                    0.2,
                    700,
                    1 << 26));
        }
        return new Result(
                "chat: a title",
                "chat",
                "abc",
                "1/1",
                1_700_000_000_000L,
                0,
                5000,
                new Conditions(false, false, 50_000, 0.95, 10, false),
                Map.of("rate", "100"),
                Map.of("connected", 10L, "sent", 500L, "received", 1000L),
                Map.of(Fault.LOST, 3L),
                List.of(new Finding(Fault.LOST, 0, 7, 1, 1500)),
                Map.of("Connection refused", 2L),
                "<script>kill</script>",
                histogram(ms, 1000),
                histogram(ms, 900),
                histogram(1, 10),
                histogram(1, 10),
                moments,
                List.of(new Mark(2500, "<script>kill</script>")),
                Map.of(2, 5L),
                Map.of(2, new Tail(3, 4)),
                "");
    }

    /** The same, with some numbers of its own. */
    public static Result with(Result result, Map<String, Long> counters, Conditions conditions) {
        return new Result(
                result.title(),
                result.scenario(),
                result.runId(),
                result.worker(),
                result.startedAtMs(),
                result.runFromMs(),
                result.runToMs(),
                conditions,
                result.options(),
                counters,
                Map.of(),
                List.of(),
                result.reasons(),
                result.foreign(),
                result.corrected(),
                result.uncorrected(),
                result.lag(),
                result.sendLag(),
                result.moments(),
                result.marks(),
                result.sentByStream(),
                result.tails(),
                "");
    }

    private static Histogram histogram(int ms, int times) {
        Histogram histogram = Latencies.histogram();
        if (ms > 0) {
            histogram.recordValueWithCount(ms * 1000L, times);
        }
        return histogram;
    }
}
