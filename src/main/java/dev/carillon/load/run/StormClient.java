package dev.carillon.load.run;

import dev.carillon.load.wire.Handshake;
import io.netty.buffer.ByteBuf;

/** A client that comes and goes: the latency is that of its handshake, with the attempts that failed. Confined to its lane. */
final class StormClient extends Client {
    private final long sentUs;

    StormClient(Place place, Handshake handshake) {
        super(place, handshake);
        sentUs = place.lane().nowUs();
    }

    @Override
    void opened() {
        lane.latency(dueUs, sentUs, lane.nowUs());
        settle(false);
        close();
    }

    @Override
    void text(ByteBuf bytes, int from, int length) {
        lane.counters.received++;
    }
}
