package dev.carillon.load.run;

import dev.carillon.load.plan.Share;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many messages of each publisher have been sent. A number is taken before its message is written, so that whoever is there
 * later is not owed it. Callable from any thread.
 */
final class Streams {
    private final AtomicIntegerArray sent;
    private final int firstLocal;
    private final int localCount;
    /** Messages that the back-end was told were not taken; few, and bounded by the errors of a run. */
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();

    /**
     * @param total streams of all workers
     * @param share which of them this worker publishes
     */
    Streams(int total, Share share) {
        sent = new AtomicIntegerArray(total);
        firstLocal = share.before(total);
        localCount = share.of(total);
    }

    int total() {
        return sent.length();
    }

    int firstLocal() {
        return firstLocal;
    }

    int localCount() {
        return localCount;
    }

    /** Whether this worker publishes it, and so knows how much was sent. */
    boolean isLocal(int stream) {
        return stream >= firstLocal && stream < firstLocal + localCount;
    }

    /** The number of the next message, which counts as sent from now on. */
    int take(int stream) {
        return sent.getAndIncrement(stream);
    }

    int sent(int stream) {
        return sent.get(stream);
    }

    void refuse(int stream, int number) {
        refused.add(key(stream, number));
    }

    boolean isRefused(int stream, int number) {
        return !refused.isEmpty() && refused.contains(key(stream, number));
    }

    private static long key(int stream, int number) {
        return (long) stream << 32 | number;
    }
}
