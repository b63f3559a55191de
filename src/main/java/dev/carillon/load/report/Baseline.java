package dev.carillon.load.report;

import dev.carillon.load.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares a run with an earlier one: latencies and throughput. Pure. */
public final class Baseline {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    /** Below a tenth of a millisecond a difference is noise. */
    private static final double NOISE_US = 100;

    /**
     * One number of both runs.
     *
     * @param change share by which this run is worse; negative: better
     */
    private record Line(String what, String unit, double before, double now, double change, boolean worse) {}

    private final List<Line> lines = new ArrayList<>();
    private final String baseline;

    /** @param tolerance share by which {@code now} may be worse */
    public Baseline(Result before, Result now, double tolerance) {
        baseline = before.title();
        for (double percentile : PERCENTILES) {
            double a = before.corrected().getValueAtPercentile(percentile);
            double b = now.corrected().getValueAtPercentile(percentile);
            double change = a == 0 ? 0 : b / a - 1;
            boolean worse = change > tolerance && b - a > NOISE_US;
            lines.add(new Line("latency p" + trim(percentile), "ms", a / 1000, b / 1000, change, worse));
        }
        double a = before.throughput();
        double b = now.throughput();
        double change = a == 0 ? 0 : 1 - b / a;
        lines.add(new Line("received", "/s", a, b, change, change > tolerance));
    }

    /** How many numbers are worse than tolerated. */
    public long slower() {
        return lines.stream().filter(Line::worse).count();
    }

    /** The table of differences. */
    public String table() {
        StringBuilder table = new StringBuilder("baseline: " + baseline + "\n");
        table.append(String.format("%-16s %14s %14s %10s%n", "", "baseline", "this run", "change"));
        for (Line line : lines) {
            double shown = line.unit().equals("/s") ? 0 - line.change() : line.change();
            table.append(String.format(
                    Locale.ROOT,
                    "%-16s %,11.2f %-2s %,11.2f %-2s %+8.1f %%%s%n",
                    line.what(),
                    line.before(),
                    line.unit(),
                    line.now(),
                    line.unit(),
                    shown * 100,
                    line.worse() ? "  slower" : ""));
        }
        return table.toString();
    }

    private static String trim(double percentile) {
        return percentile == Math.rint(percentile) ? String.valueOf((int) percentile) : String.valueOf(percentile);
    }
}
