package dev.carillon.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Faults of one kind of part, one after the other, each healed before the next; lanes overlap. Which faults they are follows from the seed.
 * Runs on a thread of its own.
 */
final class FaultLane {
    /** Does harm, and heals it. */
    interface Fault {
        /** @return what was done, in words */
        String strike(Random random);
    }

    private static final int MAX_REST_MS = 5000;

    private FaultLane() {}

    /**
     * The lane begins.
     *
     * @param endNs no fault begins later, as {@link System#nanoTime()}
     * @return completes once all is healed, with the number of faults
     */
    static CompletableFuture<Integer> start(String name, long seed, long endNs, List<Fault> faults) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        end.complete(strike(name, new Random(seed), endNs, faults));
                    } catch (RuntimeException | Error e) {
                        end.completeExceptionally(e);
                    }
                },
                "faults-" + name);
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static int strike(String name, Random random, long endNs, List<Fault> faults) {
        long beginNs = System.nanoTime();
        int count = 0;
        for (; System.nanoTime() < endNs; count++) {
            double atSeconds = (System.nanoTime() - beginNs) / 1e9;
            String done = faults.get(random.nextInt(faults.size())).strike(random);
            Report.say("%6.1f s to %6.1f s  %-9s %s", atSeconds, (System.nanoTime() - beginNs) / 1e9, name, done);
            Pause.ms(random.nextInt(MAX_REST_MS));
        }
        return count;
    }
}
