package dev.carillon.load.run;

import dev.carillon.load.result.Fault;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a lane did in one interval; handed over, never touched again by the lane.
 *
 * @param counters since the start
 * @param faults since the start, by {@link Fault}
 * @param corrected latencies from the due time, this and the next in microseconds and of the interval
 * @param uncorrected latencies as a closed-loop tester would have seen them
 * @param lag how late the event loop was
 * @param sendLag how late messages were written
 */
record LaneSample(
        Map<String, Long> counters,
        long[] faults,
        Histogram corrected,
        Histogram uncorrected,
        Histogram lag,
        Histogram sendLag) {}
