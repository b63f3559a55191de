package dev.carillon.socket;

import dev.carillon.bus.Position;
import dev.carillon.endpoint.Account;
import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.Rendering;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** One channel on one core: who listens to it, an audience for each rendering. Confined to the event loop of its core. */
final class ChannelState {
    final String name;
    final Account account;
    final List<Audience> audiences = new ArrayList<>(1);
    final List<Channels.Listener> listeners = new ArrayList<>(0);

    /** Whether it is listened to until the core ends. */
    boolean held;

    long lastNumber;

    /** How far it is, if it keeps history and that is known. */
    Position position;

    /** @param account where its messages are counted */
    ChannelState(String name, Account account) {
        this.name = name;
        this.account = account;
    }

    Audience audience(Rendering rendering, ByteBufAllocator alloc, Deflate deflate) {
        for (Audience audience : audiences) {
            if (audience.rendering() == rendering) {
                return audience;
            }
        }
        Audience audience = new Audience(this, rendering, alloc, deflate);
        audiences.add(audience);
        return audience;
    }

    boolean isUnwanted() {
        return !held && audiences.isEmpty() && listeners.isEmpty();
    }
}
