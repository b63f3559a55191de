package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.wire.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What all parts of a run share. Callable from any thread. */
final class Run {
    private final Plan plan;
    private final Clock clock;
    private final Streams streams;
    private final Ticks ticks;
    private final long startUs;

    /** Memory is short: connect and send slower. */
    private volatile boolean slow;

    private final CountDownLatch stopping = new CountDownLatch(1);
    /** When the first message is due; far away until that is known. */
    private volatile long firstDueUs = Long.MAX_VALUE;

    /** When the last message is due; far away until that is known. */
    private volatile long lastDueUs = Long.MAX_VALUE / 2;

    Run(Plan plan, Clock clock, Streams streams, Ticks ticks) {
        this.plan = plan;
        this.clock = clock;
        this.streams = streams;
        this.ticks = ticks;
        startUs = clock.nowUs();
    }

    Plan plan() {
        return plan;
    }

    Clock clock() {
        return clock;
    }

    Streams streams() {
        return streams;
    }

    /** Due times of the board's ticks. */
    Ticks ticks() {
        return ticks;
    }

    /** When it began to connect. */
    long startUs() {
        return startUs;
    }

    long atMs() {
        return (clock.nowUs() - startUs) / 1000;
    }

    boolean isSlow() {
        return slow;
    }

    void slow(boolean now) {
        slow = now;
    }

    /** Whether clients are to leave rather than to go on. */
    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits so long, or until clients are to leave, which it answers. */
    boolean awaitStop(long ms) throws InterruptedException {
        return stopping.await(ms, TimeUnit.MILLISECONDS);
    }

    void stop() {
        stopping.countDown();
    }

    long lastDueUs() {
        return lastDueUs;
    }

    void lastDueUs(long us) {
        lastDueUs = us;
    }

    long firstDueUs() {
        return firstDueUs;
    }

    void firstDueUs(long us) {
        firstDueUs = us;
    }
}
