package dev.carillon.ops;

import dev.carillon.loop.EventLoops;
import dev.carillon.retry.Backoff;
import dev.carillon.socket.WebSocketVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place that a verticle fills: starts it, finds out when it failed, and starts another on the same port. Confined to the event
 * loop of the supervisor.
 */
final class Worker {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final long CALM_MS = 60_000;

    /** Makes a verticle that reports its failures to the worker. */
    interface Factory {
        WebSocketVerticle create(Worker worker, int port);
    }

    private enum State {
        STARTING,
        RUNNING,
        /** It closes its sessions and is not replaced any more. */
        DRAINING,
        WAITING,
        STOPPED
    }

    private final Vertx vertx;
    private final Factory factory;
    private final Ports ports;
    private final int port;
    private final Runnable counted;
    private final Backoff backoff;
    private final long blockedNs;
    private final int loops;

    private State state = State.STOPPED;
    private WebSocketVerticle verticle;
    private String deployment;
    private String failure;
    private long askedNs;
    private boolean answerAwaited;

    /**
     * @param loops how many event loops there are to find a free one among
     * @param counted called at each failure
     */
    Worker(
            Vertx vertx,
            int port,
            SupervisorSettings settings,
            Backoff backoff,
            Factory factory,
            Ports ports,
            int loops,
            Runnable counted) {
        this.vertx = vertx;
        this.port = port;
        this.factory = factory;
        this.ports = ports;
        this.counted = counted;
        this.backoff = backoff;
        this.loops = loops;
        this.blockedNs = settings.blockedAfter().toNanos();
    }

    /** Starts the first verticle; fails when it does not start. */
    Future<Void> start() {
        state = State.STARTING;
        return deploy().mapEmpty();
    }

    /** Accepts nothing more; completes when that is so. */
    Future<Void> drain(long windowMs) {
        if (state != State.RUNNING) {
            state = State.STOPPED;
            return Future.succeededFuture();
        }
        state = State.DRAINING;
        return verticle.drain(windowMs);
    }

    /** Cuts the window of a drain short. */
    void hurry() {
        if (state == State.DRAINING) {
            verticle.hurry();
        }
    }

    /** Stops for good. */
    Future<Void> stop() {
        State last = state;
        state = State.STOPPED;
        return last == State.RUNNING || last == State.DRAINING
                ? vertx.undeploy(deployment).recover(gone -> Future.succeededFuture())
                : Future.succeededFuture();
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    int port() {
        return port;
    }

    WebSocketVerticle verticle() {
        return verticle;
    }

    /** Asks the verticle whether its event loop still turns; called now and then. */
    void probe(long nowNs, Runnable answered) {
        if (state != State.RUNNING) {
            return;
        }
        if (!answerAwaited) {
            answerAwaited = true;
            askedNs = nowNs;
            verticle.execute(answered);
        } else if (nowNs - askedNs >= blockedNs) {
            failed(
                    verticle,
                    "its event loop was blocked for " + TimeUnit.NANOSECONDS.toMillis(nowNs - askedNs) + " ms");
        }
    }

    /** The event loop of {@code who} turns. */
    void answered(WebSocketVerticle who) {
        if (who == verticle) {
            answerAwaited = false;
        }
    }

    /** The verticle failed: another takes its place after a pause. */
    void failed(WebSocketVerticle who, String reason) {
        if (state == State.STARTING && who == verticle) {
            failure = reason;
        }
        if (state != State.RUNNING || who != verticle) {
            return;
        }
        counted.run();
        verticle.fail();
        String last = deployment;
        again("failed: " + reason);
        ports.leave(who, port).onComplete(left -> vertx.undeploy(last));
    }

    private void again(String why) {
        long pauseMs = backoff.nextMs();
        log.error("Verticle {} on port {} {}; another starts in {} ms", verticle.number(), port, why, pauseMs);
        state = State.WAITING;
        vertx.setTimer(pauseMs, expired -> {
            if (state == State.WAITING) {
                state = State.STARTING;
                deploy().onFailure(trouble -> {
                    if (state == State.STARTING) {
                        counted.run();
                        again("did not start: " + trouble.getMessage());
                    }
                });
            }
        });
    }

    private Future<?> deploy() {
        return deploy(loops);
    }

    /** @param attempts how many event loops to try for one that is free */
    private Future<?> deploy(int attempts) {
        WebSocketVerticle fresh = factory.create(this, port);
        verticle = fresh;
        failure = null;
        return ports.join(fresh, port)
                .onSuccess(id -> running(fresh, id))
                .recover(trouble -> attempts > 1 && state == State.STARTING && isOfTheLoop(trouble)
                        ? deploy(attempts - 1).mapEmpty()
                        : Future.failedFuture(trouble));
    }

    /** Whether another verticle has the event loop, or it is blocked. */
    private static boolean isOfTheLoop(Throwable trouble) {
        return trouble instanceof EventLoops.TakenException || trouble instanceof TimeoutException;
    }

    private void running(WebSocketVerticle fresh, String id) {
        boolean restarted = deployment != null;
        deployment = id;
        answerAwaited = false;
        if (state == State.STOPPED) {
            vertx.undeploy(id);
            return;
        }
        state = State.RUNNING;
        vertx.setTimer(CALM_MS, calm -> {
            if (verticle == fresh && state == State.RUNNING) {
                backoff.reset();
            }
        });
        if (restarted) {
            log.info("Verticle {} listens on port {}", fresh.number(), port);
        }
        if (failure != null) {
            failed(fresh, failure);
        }
    }
}
