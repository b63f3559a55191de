package dev.carillon.load.run;

import java.util.concurrent.atomic.AtomicLongArray;

/** When the latest ticks of each box were due, for a tick itself cannot say. Callable from any thread. */
final class Ticks {
    private static final int KEPT = 4096;

    private final AtomicLongArray dueUs;

    Ticks(int boxes) {
        dueUs = new AtomicLongArray(boxes * KEPT);
    }

    void note(int box, int number, long us) {
        dueUs.set(slot(box, number), us);
    }

    long dueUs(int box, int number) {
        return dueUs.get(slot(box, number));
    }

    /** Whether a tick so long ago is still known when {@code sent} have been sent. */
    boolean isKnown(int number, int sent) {
        return number < sent && sent - number <= KEPT;
    }

    private static int slot(int box, int number) {
        return box * KEPT + number % KEPT;
    }
}
