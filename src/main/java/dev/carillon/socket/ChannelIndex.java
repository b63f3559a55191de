package dev.carillon.socket;

import dev.carillon.bus.BridgeProxy;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which sessions of a core listen to which channel. Confined to the event loop of its core. */
final class ChannelIndex {
    private final BridgeProxy bridge;
    private final ByteBufAllocator alloc;
    private final Deflate deflate;

    // Touched only on this core's event loop
    private final Map<String, Audience> audiences = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private final List<Audience> published = new ArrayList<>();

    ChannelIndex(BridgeProxy bridge, ByteBufAllocator alloc, Deflate deflate) {
        this.bridge = bridge;
        this.alloc = alloc;
        this.deflate = deflate;
    }

    /** Has the bridge send what is published on these channels, from now until the core ends, whether anybody listens or not. */
    void hold(List<String> channels) {
        for (String channel : channels) {
            if (held.add(channel) && !audiences.containsKey(channel)) {
                audiences.put(channel, new Audience(alloc, deflate));
                bridge.watch(channel);
            }
        }
    }

    /** The session gets what is published on the channel from now on. */
    Membership join(String channel, Session session) {
        Audience audience = audiences.get(channel);
        if (audience == null) {
            audience = new Audience(alloc, deflate);
            audiences.put(channel, audience);
            bridge.watch(channel);
        }
        Membership membership = new Membership(audience, session);
        audience.join(membership);
        return membership;
    }

    /** The session gets no more of the channel. */
    void leave(String channel, Membership membership) {
        membership.audience.leave(membership);
        if (membership.audience.isEmpty() && !held.contains(channel)) {
            audiences.remove(channel);
            bridge.unwatch(channel);
        }
    }

    /**
     * Takes a message that was published.
     *
     * @return whether anybody here listens
     */
    boolean publish(String channel, byte[] text) {
        Audience audience = audiences.get(channel);
        if (audience == null || audience.isEmpty()) {
            return false;
        }
        if (!audience.hasPublished()) {
            published.add(audience);
        }
        audience.publish(text);
        return true;
    }

    /** Gives what was published to the sessions' outboxes. */
    void distribute() {
        for (Audience audience : published) {
            audience.distribute();
        }
        published.clear();
    }
}
