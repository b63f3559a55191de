package dev.carillon.redis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Which core wants which channel, and what Redis was asked for and has confirmed. An instance is subscribed once to a channel
 * however many want it. Confined to the event loop of the bridge.
 */
final class Interest {
    private final Map<String, BitSet> watchers = new HashMap<>();
    private final Set<String> prepared = new HashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> asked = new HashSet<>();

    // How many confirmations are on their way: two for a channel that was given up and asked for again
    private final Map<String, Integer> unconfirmed = new HashMap<>();

    /** The channel is subscribed to although nobody may want it yet, and stays so. */
    void prepare(String channel) {
        prepared.add(channel);
        changed.add(channel);
    }

    void watch(String channel, int core) {
        watchers.computeIfAbsent(channel, key -> new BitSet()).set(core);
        changed.add(channel);
    }

    void unwatch(String channel, int core) {
        BitSet cores = watchers.get(channel);
        if (cores != null) {
            cores.clear(core);
            if (cores.isEmpty()) {
                watchers.remove(channel);
                changed.add(channel);
            }
        }
    }

    /** The channels that the core wants. */
    List<String> channelsOf(int core) {
        return watchers.entrySet().stream()
                .filter(watched -> watched.getValue().get(core))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Calls {@code action} with each core that wants the channel. */
    void forEachWatcher(String channel, IntConsumer action) {
        BitSet cores = watchers.get(channel);
        if (cores != null) {
            for (int core = cores.nextSetBit(0); core >= 0; core = cores.nextSetBit(core + 1)) {
                action.accept(core);
            }
        }
    }

    /** Channels to ask Redis for, as the wishes changed since the last call; they count as asked for from now on. */
    List<String> toSubscribe() {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<String> envelopes = new ArrayList<>();
        List<String> channels = new ArrayList<>();
        for (String channel : changed) {
            if (isWanted(channel) && asked.add(channel)) {
                unconfirmed.merge(channel, 1, Integer::sum);
                (Keys.enveloped(channel) == null ? channels : envelopes).add(channel);
            }
        }
        // First: whoever gets a message as it is then has had its envelope
        envelopes.addAll(channels);
        return envelopes;
    }

    /** Channels that Redis need not send any more, called after {@link #toSubscribe()}. */
    List<String> toUnsubscribe() {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<String> channels = new ArrayList<>();
        for (String channel : changed) {
            if (!isWanted(channel) && asked.remove(channel)) {
                channels.add(channel);
            }
        }
        changed.clear();
        return channels;
    }

    /** Redis has confirmed a subscription. */
    void confirmed(String channel) {
        unconfirmed.computeIfPresent(channel, (name, left) -> left == 1 ? null : left - 1);
    }

    /** Whether Redis has confirmed, on the present connection, that it sends what is published on the channel. */
    boolean isConfirmed(String channel) {
        return asked.contains(channel) && !unconfirmed.containsKey(channel);
    }

    /** The channels that Redis has yet to confirm. */
    Set<String> toBeConfirmed() {
        return Set.copyOf(unconfirmed.keySet());
    }

    /** How many subscriptions Redis has yet to confirm. */
    int unconfirmed() {
        return unconfirmed.size();
    }

    /** How many channels Redis is asked for. */
    int size() {
        return asked.size();
    }

    /** The connection is new: all that is wanted is to be asked for again. */
    void reset() {
        asked.clear();
        unconfirmed.clear();
        changed.addAll(prepared);
        changed.addAll(watchers.keySet());
    }

    /** Whether the channel is to be subscribed to. */
    boolean isWanted(String channel) {
        return prepared.contains(channel) || watchers.containsKey(channel);
    }
}
