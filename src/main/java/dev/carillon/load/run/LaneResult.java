package dev.carillon.load.run;

import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Tail;
import java.util.List;
import java.util.Map;

/** What a lane has at the end. Immutable. */
record LaneResult(
        Map<String, Long> counters,
        long[] faults,
        List<Finding> findings,
        Map<String, Long> reasons,
        String firstForeign,
        Map<Integer, Tail> tails) {}
