package dev.carillon.load.run;

import java.util.concurrent.atomic.AtomicInteger;

/** Clients that connect together; active until each is done. Callable from any thread. */
final class Batch {
    private final AtomicInteger remaining;
    private final Runnable whenDone;

    Batch(int clients, Runnable whenDone) {
        remaining = new AtomicInteger(clients);
        this.whenDone = whenDone;
    }

    /** One more of them is done. */
    void done() {
        if (remaining.decrementAndGet() == 0) {
            whenDone.run();
        }
    }
}
