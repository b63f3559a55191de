package dev.carillon.load.run;

import java.util.function.Consumer;

/**
 * Looks at memory now and then; when little is left, the run slows down until there is more again, and goes on. Confined to the
 * sampler's thread.
 */
final class MemoryWatch {
    private final Run run;
    private final double max;
    private final long intervalMs;
    private final Consumer<String> log;
    private long nextMs;

    MemoryWatch(Run run, Consumer<String> log) {
        this.run = run;
        this.log = log;
        max = run.plan().resources().maxMemoryUsage();
        intervalMs = Math.max(1, run.plan().resources().memoryCheckInterval().toMillis());
    }

    /** Looks, if it is time. */
    void look() {
        if (run.atMs() < nextMs) {
            return;
        }
        nextMs = run.atMs() + intervalMs;
        double heap = heapUsed();
        if (heap > max) {
            System.gc();
            heap = heapUsed();
        }
        double machine = Machine.memoryUsed();
        boolean slow = heap > max || machine > max;
        if (slow != run.isSlow()) {
            run.slow(slow);
            log.accept(String.format(
                    "memory: heap %.0f %%, machine %.0f %%: %s",
                    heap * 100, machine * 100, slow ? "slowing down" : "back to full speed"));
        }
    }

    /** Share of the heap that is in use, garbage and all. */
    private static double heapUsed() {
        Runtime runtime = Runtime.getRuntime();
        return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }
}
