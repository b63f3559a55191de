package dev.carillon.redis;

import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * The way of everything that publishes. While this instance is not subscribed it waits: Redis would take it and the instance's own
 * sessions would never see it. Confined to the event loop of the bridge.
 */
final class Publisher {
    private record Held(Request request, Reply reply, long deadlineNs) {}

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final BooleanSupplier subscribed;
    private final Commands redis;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    /** @param subscribed whether this instance hears what it publishes */
    Publisher(RedisSettings settings, RedisMetrics metrics, BooleanSupplier subscribed, Commands redis) {
        this.settings = settings;
        this.metrics = metrics;
        this.subscribed = subscribed;
        this.redis = redis;
    }

    void publish(Request request, Reply reply, long nowNs) {
        if (held.isEmpty() && subscribed.getAsBoolean()) {
            redis.submit(request, reply);
        } else if (held.size() >= settings.maxWaiting()) {
            metrics.refused();
            reply.done(null, CommandPipeline.TOO_MANY);
        } else {
            held.add(new Held(request, reply, nowNs + settings.commandTimeout().toNanos()));
        }
    }

    /** Hands over in order what waited, once this instance is subscribed; the end of a turn. */
    void release() {
        while (!held.isEmpty() && subscribed.getAsBoolean()) {
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
