package dev.carillon.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Who waits to hear that Redis has confirmed a subscription, and until when. Confined to the event loop of the bridge. */
final class Confirmations {
    private static final String UNWANTED = "Nobody listens to the channel any more";

    private static final class Waiting {
        final String channel;
        final Reply reply;
        final long deadlineNs;
        boolean told;

        Waiting(String channel, Reply reply, long deadlineNs) {
            this.channel = channel;
            this.reply = reply;
            this.deadlineNs = deadlineNs;
        }
    }

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final Predicate<String> current;
    private final Predicate<String> wanted;

    // Touched only on the bridge's event loop
    private final Map<String, List<Waiting>> byChannel = new HashMap<>();
    private final ArrayDeque<Waiting> byDeadline = new ArrayDeque<>();

    private int untold;

    /**
     * @param current whether nothing is missed of what is published on a channel
     * @param wanted whether anybody listens to a channel
     */
    Confirmations(RedisSettings settings, RedisMetrics metrics, Predicate<String> current, Predicate<String> wanted) {
        this.settings = settings;
        this.metrics = metrics;
        this.current = current;
        this.wanted = wanted;
    }

    /** Replies once Redis has confirmed the channel, at once when it has; fails when that takes too long. */
    void await(String channel, Reply reply, long nowNs) {
        if (current.test(channel)) {
            reply.done(null, null);
        } else if (!wanted.test(channel)) {
            reply.done(null, UNWANTED);
        } else if (untold >= settings.maxWaiting()) {
            metrics.refused();
            reply.done(null, CommandPipeline.TOO_MANY);
        } else {
            Waiting waiting = new Waiting(
                    channel, reply, nowNs + settings.commandTimeout().toNanos());
            untold++;
            byDeadline.add(waiting);
            byChannel.computeIfAbsent(channel, key -> new ArrayList<>(1)).add(waiting);
        }
    }

    /** Redis has confirmed the channel. */
    void confirmed(String channel) {
        tell(channel, null);
    }

    private void tell(String channel, String failure) {
        List<Waiting> waiting = byChannel.remove(channel);
        if (waiting != null) {
            for (Waiting each : waiting) {
                each.told = true;
                untold--;
                each.reply.done(null, failure);
            }
        }
        while (!byDeadline.isEmpty() && byDeadline.peek().told) {
            byDeadline.poll();
        }
    }

    /** The channel is wanted no more: what waits for it will not come. */
    void unwanted(String channel) {
        tell(channel, UNWANTED);
    }

    /** Fails what is too old; called now and then. */
    void expire(long nowNs) {
        while (!byDeadline.isEmpty() && (byDeadline.peek().told || nowNs - byDeadline.peek().deadlineNs >= 0)) {
            Waiting oldest = byDeadline.poll();
            if (!oldest.told) {
                untold--;
                forget(oldest);
                metrics.timedOut(1);
                oldest.reply.done(null, CommandPipeline.TIMED_OUT);
            }
        }
    }

    private void forget(Waiting waiting) {
        List<Waiting> others = byChannel.get(waiting.channel);
        others.remove(waiting);
        if (others.isEmpty()) {
            byChannel.remove(waiting.channel);
        }
    }
}
