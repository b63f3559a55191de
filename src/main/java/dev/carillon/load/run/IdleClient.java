package dev.carillon.load.run;

import dev.carillon.load.wire.Handshake;
import io.netty.buffer.ByteBuf;

/** A client that does nothing. Confined to its lane. */
final class IdleClient extends Client {
    IdleClient(Place place, Handshake handshake) {
        super(place, handshake);
    }

    @Override
    void opened() {}

    @Override
    void text(ByteBuf bytes, int from, int length) {
        lane.counters.received++;
    }
}
