package dev.carillon.redis;

import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The way of everything that publishes. While this instance is not subscribed, what it could not read later waits: Redis would take it and
 * the instance's own sessions would never see it. Confined to the event loop of the bridge.
 */
final class Publisher {
    private record Held(boolean kept, Supplier<Request> request, Reply reply, long deadlineNs) {}

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final BooleanSupplier subscribed;
    private final HistoryPolicy policy;
    private final Predicate<String> recoverable;
    private final Commands redis;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    // How many of them are of channels with history: what comes later on those is not to overtake them
    private int keptHeld;

    /**
     * @param subscribed whether this instance hears what it publishes
     * @param recoverable whether it reads later what it does not hear of a channel
     */
    Publisher(
            RedisSettings settings,
            RedisMetrics metrics,
            BooleanSupplier subscribed,
            HistoryPolicy policy,
            Predicate<String> recoverable,
            Commands redis) {
        this.settings = settings;
        this.metrics = metrics;
        this.subscribed = subscribed;
        this.policy = policy;
        this.recoverable = recoverable;
        this.redis = redis;
    }

    /** Publishes on one channel. */
    void publish(String channel, byte[] payload, long acceptedMs, Reply reply, long nowNs) {
        publish(List.of(channel), () -> policy.publish(channel, payload, acceptedMs), reply, nowNs);
    }

    /**
     * Publishes.
     *
     * @param channels on which it does
     */
    void publish(List<String> channels, Supplier<Request> request, Reply reply, long nowNs) {
        if (mayGoAhead(channels) || held.isEmpty() && subscribed.getAsBoolean()) {
            redis.submit(request, reply);
        } else if (held.size() >= settings.maxWaiting()) {
            metrics.refused();
            reply.done(null, CommandPipeline.TOO_MANY);
        } else {
            boolean kept = channels.stream().anyMatch(policy::keeps);
            keptHeld += kept ? 1 : 0;
            held.add(new Held(
                    kept, request, reply, nowNs + settings.commandTimeout().toNanos()));
        }
    }

    private boolean mayGoAhead(List<String> channels) {
        for (String channel : channels) {
            if (!recoverable.test(channel)) {
                return false;
            }
        }
        return keptHeld == 0;
    }

    /** Hands over in order what waited, once this instance is subscribed; the end of a turn. */
    void release() {
        while (!held.isEmpty() && subscribed.getAsBoolean()) {
            Held next = poll();
            redis.submit(next.request, next.reply);
        }
    }

    /** Fails what is too old; called now and then. */
    void expire(long nowNs) {
        while (!held.isEmpty() && nowNs - held.peek().deadlineNs >= 0) {
            metrics.timedOut(1);
            poll().reply.done(null, CommandPipeline.TIMED_OUT);
        }
    }

    private Held poll() {
        Held next = held.poll();
        keptHeld -= next.kept ? 1 : 0;
        return next;
    }
}
