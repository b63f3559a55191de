package dev.carillon.loop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives each verticle of an instance an event loop of its own: Vert.x deals them out in turn, whoever has them already. Callable
 * from any thread.
 */
public final class EventLoops {
    /** The verticle was dealt the event loop of another; it is to be deployed again, which deals it the next. */
    public static final class TakenException extends RuntimeException {
        TakenException() {
            super("no event loop is free", null, false, false);
        }
    }

    private final Set<Thread> taken = ConcurrentHashMap.newKeySet();
    private final int size;

    /** @param size how many event loops there are */
    public EventLoops(int size) {
        this.size = size;
    }

    /** How many event loops there are. */
    public int size() {
        return size;
    }

    /**
     * Takes the event loop that calls.
     *
     * @throws TakenException when a verticle has it
     */
    public void claim() {
        if (!taken.add(Thread.currentThread())) {
            throw new TakenException();
        }
    }

    /** Gives the event loop that calls back. */
    public void release() {
        taken.remove(Thread.currentThread());
    }
}
