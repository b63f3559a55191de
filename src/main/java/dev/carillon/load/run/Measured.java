package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured once in a run: how much memory its connections took. Used by the run's thread. */
final class Measured {
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long ownBefore;
    private long heapBefore;
    private long serverBefore;
    private volatile boolean interrupted;

    /** Nobody is connected yet. */
    void before(Plan plan, Runnable collect) {
        collect.run();
        ownBefore = Machine.ownResidentBytes();
        heapBefore = heap();
        serverBefore = Machine.residentBytes(plan.resources().serverPid());
    }

    /** All are connected. */
    void after(Plan plan, Runnable collect) {
        collect.run();
        long clients = plan.share().of(plan.traffic().clients());
        numbers.put("ownBytesPerClient", Math.max(0, Machine.ownResidentBytes() - ownBefore) / clients);
        numbers.put("ownHeapBytesPerClient", Math.max(0, heap() - heapBefore) / clients);
        if (serverBefore > 0) {
            long server = Machine.residentBytes(plan.resources().serverPid());
            numbers.put("serverBytesPerClient", Math.max(0, server - serverBefore) / clients);
        }
    }

    void unready(int users, String why) {
        if (users > 0) {
            numbers.put("unready", (long) users);
            reasons.put("users: " + (why.isEmpty() ? "published, and did not arrive" : why), (long) users);
        }
    }

    /** @param failure why the board's state could not be had; empty: it could */
    void state(String failure) {
        if (!failure.isEmpty()) {
            numbers.put("stateUnknown", 1L);
            reasons.put(failure, 1L);
        }
    }

    /** The run is ended before its time; called from any thread. */
    void interrupted() {
        interrupted = true;
    }

    Map<String, Long> numbers() {
        if (interrupted) {
            numbers.put("interrupted", 1L);
        }
        return numbers;
    }

    /** What went wrong, and how often. */
    Map<String, Long> reasons() {
        return reasons;
    }

    private static long heap() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
