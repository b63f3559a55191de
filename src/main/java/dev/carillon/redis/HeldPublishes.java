package dev.carillon.redis;

import io.vertx.redis.client.Request;
import java.util.ArrayDeque;

/**
 * Messages that must not be published yet: while this instance is not subscribed, Redis would take them and its own sessions would
 * never see them. Confined to the event loop of the bridge.
 */
final class HeldPublishes {
    private record Held(Request request, Reply reply, long deadlineNs) {}

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    HeldPublishes(RedisSettings settings, RedisMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    void hold(Request request, Reply reply, long nowNs) {
        if (held.size() >= settings.maxWaiting()) {
            metrics.refused();
            reply.done(null, CommandPipeline.TOO_MANY);
        } else {
            held.add(new Held(request, reply, nowNs + settings.commandTimeout().toNanos()));
        }
    }

    /** Hands all over, in order. */
    void release(Commands redis) {
        while (!held.isEmpty()) {
            Held next = held.poll();
            redis.submit(next.request, next.reply);
        }
    }

    /** Fails what is too old; called now and then. */
    void expire(long nowNs) {
        while (!held.isEmpty() && nowNs - held.peek().deadlineNs >= 0) {
            metrics.timedOut(1);
            held.poll().reply.done(null, CommandPipeline.TIMED_OUT);
        }
    }
}
