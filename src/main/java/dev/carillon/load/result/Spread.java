package dev.carillon.load.result;

import org.HdrHistogram.Histogram;

/**
 * The latencies of an interval, in microseconds: what charts show, and the histogram itself as text, which takes a hundredth of
 * its memory. Immutable.
 */
public record Spread(
        long count,
        double meanUs,
        long minUs,
        long p50Us,
        long p90Us,
        long p99Us,
        long p999Us,
        long maxUs,
        String histogram) {

    public static Spread of(Histogram histogram) {
        return new Spread(
                histogram.getTotalCount(),
                histogram.getMean(),
                histogram.getMinValue(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue(),
                Histograms.write(histogram));
    }

    /** @throws IllegalArgumentException when {@code histogram} is not one */
    static Spread read(String histogram) {
        return of(Histograms.read(histogram));
    }

    /** The latencies of both. */
    public Spread plus(Spread other) {
        Histogram sum = Histograms.read(histogram);
        sum.add(Histograms.read(other.histogram));
        return of(sum);
    }

    /** One of these numbers in milliseconds; NaN when there were no messages. */
    public double ms(double us) {
        return count == 0 ? Double.NaN : us / 1000;
    }
}
