package dev.carillon.redis;

import dev.carillon.bus.Event;
import dev.carillon.bus.Position;
import java.util.HashSet;
import java.util.Set;

/**
 * What the cores listen to, as Redis is asked for it: a channel with history is two channels of Redis, that of its envelopes and the public
 * one, on which others may publish. Confined to the event loop of the bridge.
 */
final class Subscriptions {
    private final Interest interest;
    private final Histories histories;
    private final Cores cores;
    private final Confirmations confirmations;

    // Touched only on the bridge's event loop
    private final Set<String> prepared = new HashSet<>();

    Subscriptions(Interest interest, Histories histories, Cores cores, RedisSettings settings, RedisMetrics metrics) {
        this.cores = cores;
        this.interest = interest;
        this.histories = histories;
        this.confirmations = new Confirmations(settings, metrics, this::isCurrent, interest::isWanted);
    }

    /** The channel is subscribed to although nobody may want it yet, and stays so. */
    void prepare(String channel) {
        prepared.add(channel);
        if (histories.keeps(channel)) {
            histories.open(channel);
            interest.prepare(Keys.envelopes(channel));
        }
        interest.prepare(channel);
    }

    void watch(String channel, int core) {
        boolean opened = false;
        if (histories.keeps(channel)) {
            opened = histories.open(channel);
            interest.watch(Keys.envelopes(channel), core);
        }
        interest.watch(channel, core);
        if (opened && isConfirmed(channel)) {
            // It was given up in this turn: Redis still pushes it, and has nothing to confirm
            histories.subscribed(channel);
        }
        Position position = histories.position(channel);
        if (position != null) {
            cores.tell(core, new Event.Reached(channel, position));
        }
    }

    void unwatch(String channel, int core) {
        interest.unwatch(channel, core);
        if (histories.keeps(channel)) {
            interest.unwatch(Keys.envelopes(channel), core);
        }
        if (!interest.isWanted(channel)) {
            histories.close(channel);
            confirmations.unwanted(channel);
        }
    }

    /** The core has ended. */
    void leave(int core) {
        interest.channelsOf(core).stream()
                .filter(channel -> Keys.enveloped(channel) == null)
                .forEach(channel -> unwatch(channel, core));
    }

    /** Replies once nothing is missed any more of what is published on the channel; fails when that takes too long. */
    void confirm(String channel, Reply reply, long nowNs) {
        confirmations.await(channel, reply, nowNs);
    }

    /** Redis has confirmed a subscription. */
    void confirmed(String redisChannel) {
        String enveloped = Keys.enveloped(redisChannel);
        String channel = enveloped == null ? redisChannel : enveloped;
        if (isConfirmed(channel)) {
            histories.subscribed(channel);
            settled(channel);
        }
    }

    /** A channel with history may be all there now. */
    void settled(String channel) {
        if (isCurrent(channel)) {
            confirmations.confirmed(channel);
        }
    }

    /** How many of the channels that stay have yet to be read. */
    long unsettled() {
        return histories.unsettled(prepared);
    }

    /** Does again what failed, and compares what nothing may show to be missing; called now and then while Redis is there. */
    void compare() {
        histories.compare(prepared);
    }

    /** Fails what is too old; called now and then. */
    void expire(long nowNs) {
        confirmations.expire(nowNs);
        histories.expire(nowNs);
    }

    private boolean isCurrent(String channel) {
        return isConfirmed(channel) && histories.isSettled(channel);
    }

    private boolean isConfirmed(String channel) {
        return interest.isConfirmed(channel)
                && (!histories.keeps(channel) || interest.isConfirmed(Keys.envelopes(channel)));
    }
}
