package dev.carillon.ops;

import dev.carillon.socket.Quota;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the sessions of an instance. Shared by its cores; asked once a session, not once a message. */
public final class SessionQuota implements Quota {
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    public SessionQuota(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean take() {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    @Override
    public void give() {
        taken.decrementAndGet();
    }
}
