package dev.carillon.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.carillon.endpoint.Quota;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the sessions of an instance. Shared by its cores; asked once a session, not once a message. */
public final class SessionQuota implements Quota {
    /** The jar, sockets to Redis, event loops, log files, connections that are not sessions. */
    private static final int OTHER_FILES = 200;

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    public SessionQuota(int limit) {
        this.limit = limit;
    }

    /**
     * How many sessions can be held: as many as configured, unless this process may open fewer files. A session beyond that could
     * not even be refused.
     */
    public static int limit(int configured) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long files = system.getMaxFileDescriptorCount() - OTHER_FILES;
            return (int) Math.max(1, Math.min(configured, files));
        }
        return configured;
    }

    /** How many are open. */
    public int taken() {
        return taken.get();
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
