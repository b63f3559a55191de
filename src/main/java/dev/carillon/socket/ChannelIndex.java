package dev.carillon.socket;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Event;
import dev.carillon.bus.Position;
import dev.carillon.endpoint.Account;
import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.Rendering;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who on a core listens to which channel. Confined to the event loop of its core. */
final class ChannelIndex implements Channels {
    private final BridgeProxy bridge;
    private final ByteBufAllocator alloc;
    private final Deflate deflate;
    private final Ledger ledger;

    // Touched only on this core's event loop
    private final Map<String, ChannelState> channels = new HashMap<>();
    private final List<Audience> published = new ArrayList<>();

    ChannelIndex(BridgeProxy bridge, ByteBufAllocator alloc, Deflate deflate, Ledger ledger) {
        this.bridge = bridge;
        this.alloc = alloc;
        this.deflate = deflate;
        this.ledger = ledger;
    }

    /** Has the bridge send what is published on these channels, from now until the core ends, whether anybody listens or not. */
    void hold(List<String> names) {
        names.forEach(name -> channel(name).held = true);
    }

    /** The session gets what is published on the channel from now on. */
    Membership join(String name, Rendering rendering, Session session) {
        Audience audience = channel(name).audience(rendering, alloc, deflate);
        Membership membership = new Membership(audience, session);
        audience.join(membership);
        return membership;
    }

    /** The session gets no more of the channel. */
    void leave(Membership membership) {
        Audience audience = membership.audience;
        audience.leave(membership);
        ChannelState channel = audience.channel();
        if (audience.isEmpty() && !channel.held) {
            channel.audiences.remove(audience);
            dropUnwanted(channel);
        }
    }

    @Override
    public void listen(String name, Listener listener) {
        channel(name).listeners.add(listener);
    }

    @Override
    public void unlisten(String name, Listener listener) {
        ChannelState channel = channels.get(name);
        if (channel != null && channel.listeners.remove(listener)) {
            dropUnwanted(channel);
        }
    }

    @Override
    public long lastNumber(String name) {
        ChannelState channel = channels.get(name);
        return channel == null ? 0 : channel.lastNumber;
    }

    @Override
    public Position position(String name) {
        ChannelState channel = channels.get(name);
        return channel == null ? null : channel.position;
    }

    @Override
    public Account account(String name) {
        ChannelState channel = channels.get(name);
        return channel == null ? ledger.account(name) : channel.account;
    }

    /**
     * Takes a message that was published.
     *
     * @return whether anybody here listens
     */
    boolean publish(Event.Delivery delivery) {
        ChannelState channel = channels.get(delivery.channel());
        if (channel == null) {
            return false;
        }
        channel.lastNumber = delivery.number();
        if (delivery.position() != null) {
            channel.position = delivery.position();
        }
        boolean heard = forEachAudience(channel, audience -> audience.publish(delivery));
        if (!channel.listeners.isEmpty()) {
            List.copyOf(channel.listeners)
                    .forEach(listener -> listener.published(delivery.number(), delivery.payload()));
        }
        return heard;
    }

    /** Tells those who listen to a channel that messages are missing. */
    void missed(Event.Missed missed) {
        ChannelState channel = channels.get(missed.gap().channel());
        if (channel != null) {
            channel.lastNumber = missed.number();
            forEachAudience(channel, audience -> audience.announce(missed.gap()));
            List.copyOf(channel.listeners).forEach(listener -> listener.missed(missed.number(), missed.gap()));
        }
    }

    /** Notes how far a channel is. */
    void reached(String name, Position position) {
        ChannelState channel = channels.get(name);
        if (channel != null) {
            channel.position = position;
        }
    }

    private boolean forEachAudience(ChannelState channel, Consumer<Audience> action) {
        boolean heard = !channel.listeners.isEmpty();
        for (Audience audience : channel.audiences) {
            if (!audience.isEmpty()) {
                heard = true;
                if (!audience.hasPublished()) {
                    published.add(audience);
                }
                action.accept(audience);
            }
        }
        return heard;
    }

    /** Gives what was published to the sessions' outboxes. */
    void distribute() {
        for (Audience audience : published) {
            audience.distribute();
        }
        published.clear();
    }

    private ChannelState channel(String name) {
        ChannelState channel = channels.get(name);
        if (channel == null) {
            channel = new ChannelState(name, ledger.account(name));
            channels.put(name, channel);
            bridge.watch(name);
        }
        return channel;
    }

    private void dropUnwanted(ChannelState channel) {
        if (channel.isUnwanted()) {
            channels.remove(channel.name);
            bridge.unwatch(channel.name);
        }
    }
}
