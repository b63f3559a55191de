package dev.carillon.socket;

import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.Endpoint;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** One channel on one core: who listens to it, an audience for each endpoint. Confined to the event loop of its core. */
final class ChannelState {
    final String name;
    final List<Audience> audiences = new ArrayList<>(1);
    final List<Channels.Listener> listeners = new ArrayList<>(0);

    /** Whether it is listened to until the core ends. */
    boolean held;

    long lastNumber;

    ChannelState(String name) {
        this.name = name;
    }

    Audience audience(Endpoint endpoint, ByteBufAllocator alloc, Deflate deflate) {
        for (Audience audience : audiences) {
            if (audience.endpoint() == endpoint) {
                return audience;
            }
        }
        Audience audience = new Audience(this, endpoint, alloc, deflate);
        audiences.add(audience);
        return audience;
    }

    boolean isUnwanted() {
        return !held && audiences.isEmpty() && listeners.isEmpty();
    }
}
