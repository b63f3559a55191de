package dev.carillon.load.result;

import org.HdrHistogram.Histogram;

/** Histograms of microseconds up to an hour, exact to a thousandth. Pure. */
public final class Latencies {
    /** Longer ones count as this. */
    public static final long MAX_US = 3_600_000_000L;

    private static final int DIGITS = 3;

    private Latencies() {}

    public static Histogram histogram() {
        return new Histogram(MAX_US, DIGITS);
    }

    public static void record(Histogram histogram, long us) {
        histogram.recordValue(bounded(us));
    }

    /** Records the latency of something that is due each {@code everyUs}, and of those that were due meanwhile. */
    public static void record(Histogram histogram, long us, long everyUs) {
        histogram.recordValueWithExpectedInterval(bounded(us), everyUs);
    }

    private static long bounded(long us) {
        return us < 0 ? 0 : Math.min(us, MAX_US);
    }
}
