package dev.carillon.load.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run, or a worker's share of one, found: all that a later report needs. Immutable but for its histograms, which nobody
 * changes.
 *
 * @param title what was run
 * @param scenario its name
 * @param runId that all workers share
 * @param worker which share, as {@code 1/4}
 * @param startedAtMs milliseconds since 1970
 * @param runFromMs when the first message was due, since the start
 * @param runToMs when the last message was due
 * @param options what was not at its default
 * @param counters by name
 * @param faults messages lost, duplicated, out of order and late
 * @param findings the first ten of each
 * @param reasons why connections failed, and how often
 * @param foreign the first text that was not of the protocol
 * @param corrected latencies from the due time, microseconds, as all histograms
 * @param uncorrected what a closed-loop tester would have seen
 * @param lag how late the tester's event loops were
 * @param sendLag how late messages were sent
 * @param moments second by second
 * @param marks what else happened
 * @param sentByStream what this worker published, when there are others
 * @param tails where clients stand in what others published
 * @param comparison with a baseline, a table; empty: there was none
 */
public record Result(
        String title,
        String scenario,
        String runId,
        String worker,
        long startedAtMs,
        long runFromMs,
        long runToMs,
        Conditions conditions,
        Map<String, String> options,
        Map<String, Long> counters,
        Map<Fault, Long> faults,
        List<Finding> findings,
        Map<String, Long> reasons,
        String foreign,
        Histogram corrected,
        Histogram uncorrected,
        Histogram lag,
        Histogram sendLag,
        List<Moment> moments,
        List<Mark> marks,
        Map<Integer, Long> sentByStream,
        Map<Integer, Tail> tails,
        String comparison) {

    /**
     * The same, compared with a baseline.
     *
     * @param slower how many numbers are worse than tolerated
     */
    public Result compared(String table, long slower) {
        Map<String, Long> counted = new LinkedHashMap<>(counters);
        counted.put("slower", slower);
        return new Result(
                title,
                scenario,
                runId,
                worker,
                startedAtMs,
                runFromMs,
                runToMs,
                conditions,
                options,
                counted,
                faults,
                findings,
                reasons,
                foreign,
                corrected,
                uncorrected,
                lag,
                sendLag,
                moments,
                marks,
                sentByStream,
                tails,
                table);
    }

    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    public long fault(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** How long messages were due, in seconds. */
    public double seconds() {
        return Math.max(1, runToMs - runFromMs) / 1000.0;
    }

    /** Messages received a second while messages were due. */
    public double throughput() {
        return counter("received") / seconds();
    }
}
