package dev.carillon.socket;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;

/** Sessions that are to be closed one after another, spread evenly over a window. Confined to the event loop of its core. */
final class Departures {
    private final Deque<Runnable> waiting;
    private final int total;
    private final long startNs;
    private long windowNs;

    /** @param sessions what closes each of them; they go in any order */
    Departures(List<Runnable> sessions, long windowNs, long nowNs) {
        List<Runnable> shuffled = new LinkedList<>(sessions);
        Collections.shuffle(shuffled);
        this.waiting = new ArrayDeque<>(shuffled);
        this.total = sessions.size();
        this.startNs = nowNs;
        this.windowNs = windowNs;
    }

    /** Closes those whose turn has come: the first at once, of n the i-th after (i - 1) / n of the window. */
    void look(long nowNs) {
        long elapsedNs = nowNs - startNs;
        double due = elapsedNs >= windowNs ? total : 1 + Math.floor((double) elapsedNs / windowNs * total);
        while (!waiting.isEmpty() && total - waiting.size() < due) {
            waiting.poll().run();
        }
    }

    /** The window is over: closes all that are left. */
    void hurry() {
        windowNs = 0;
        look(startNs);
    }

    boolean isDone() {
        return waiting.isEmpty();
    }
}
