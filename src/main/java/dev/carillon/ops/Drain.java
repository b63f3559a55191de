package dev.carillon.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties an instance once: nothing is accepted any more, and its sessions are closed one after another. Confined to the event loop
 * of the ops verticle; metrics are read from elsewhere.
 */
final class Drain {
    /** A session that is closed last may be owed answers, and its client may take its time to answer the close. */
    static final long GRACE_MS = 4000;

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK_MS = 10;

    private final Vertx vertx;
    private final Context context;
    private final Supervisor supervisor;
    private final SessionQuota quota;
    private final Promise<Void> done = Promise.promise();

    private volatile boolean started;
    private boolean accepting = true;
    private long windowMs;
    private long startNs;
    private long deadlineNs;

    Drain(Vertx vertx, Supervisor supervisor, SessionQuota quota, Duration window, MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.supervisor = supervisor;
        this.quota = quota;
        this.windowMs = window.toMillis();
        Gauge.builder("carillon.drain.draining", this, drain -> drain.started ? 1 : 0)
                .description("1 from the moment on that the instance drains")
                .strongReference(true)
                .register(registry);
        Gauge.builder("carillon.drain.sessions.left", this, drain -> drain.started ? quota.taken() : 0)
                .description("Sessions that a drain has yet to close")
                .strongReference(true)
                .register(registry);
    }

    boolean isStarted() {
        return started;
    }

    long windowMs() {
        return windowMs;
    }

    /** Sessions that are open. */
    int sessions() {
        return quota.taken();
    }

    /** Starts to drain, or goes on; completes when no session is left, or the time for it is over. */
    Future<Void> start() {
        if (!started) {
            started = true;
            startNs = System.nanoTime();
            deadlineNs = startNs + TimeUnit.MILLISECONDS.toNanos(windowMs + GRACE_MS);
            int sessions = quota.taken();
            log.info("Draining within {} ms, sessions: {}", windowMs, sessions);
            // Completed on the event loop of a verticle
            supervisor.drain(windowMs).onComplete(refusing -> context.runOnContext(here -> accepting = false));
            vertx.setPeriodic(LOOK_MS, timer -> {
                if (!accepting && quota.taken() == 0 || System.nanoTime() - deadlineNs >= 0) {
                    vertx.cancelTimer(timer);
                    ended(sessions);
                }
            });
        }
        return done.future();
    }

    /** Closes at once what is still to be closed, or all of it when it has not begun. */
    void hurry() {
        if (!started) {
            windowMs = 0;
        } else if (!done.future().isComplete()) {
            log.info("Draining at once, sessions left: {}", quota.taken());
            deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MS);
            supervisor.hurry();
        }
    }

    private void ended(int sessions) {
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        log.info("Drained after {} ms, sessions closed: {}, left: {}", tookMs, sessions - quota.taken(), quota.taken());
        done.complete();
    }
}
