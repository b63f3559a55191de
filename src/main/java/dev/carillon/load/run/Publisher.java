package dev.carillon.load.run;

import dev.carillon.load.plan.Scenario;
import dev.carillon.load.wire.Ascii;
import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Payload;
import io.netty.buffer.ByteBuf;

/** A connection that publishes, to a chat or to a board; what it hears itself is not looked at. Confined to its lane. */
final class Publisher extends Client {
    private final boolean board;

    Publisher(Place place, Handshake handshake) {
        super(place, handshake);
        board = place.run().plan().scenario() == Scenario.BOARD;
    }

    /** Takes the place of the one that was cut, if any. */
    @Override
    void opened() {
        int at = 0;
        while (at < lane.publishers.size() && lane.publishers.get(at).index < index) {
            at++;
        }
        if (at < lane.publishers.size() && lane.publishers.get(at).index == index) {
            lane.publishers.set(at, this);
        } else {
            lane.publishers.add(at, this);
        }
    }

    @Override
    void text(ByteBuf bytes, int from, int length) {}

    /** Writes a message that is due; the caller flushes. */
    void publish(long dueUs) {
        if (!isOpen() && run.plan().connecting().reconnect()) {
            lane.counters.skipped++;
            return;
        }
        if (!isOpen() || pendingBytes() > run.plan().traffic().maxPendingBytes()) {
            lane.counters.unsent++;
            return;
        }
        int number = run.streams().take(index);
        if (board) {
            run.ticks().note(index, number, dueUs);
            byte[] tick = Ascii.bytes("{\"event\":\"checkbox-update\",\"data\":{\"index\":" + index + ",\"value\":"
                    + BoardPage.value(number) + "}}");
            write(tick, tick.length);
        } else {
            int size = run.plan().traffic().payloadBytes();
            Payload.write(lane.scratch, size, run.plan().runId(), index, number, dueUs);
            write(lane.scratch, size);
        }
        lane.counters.sent++;
    }

    void flushPublished() {
        if (isOpen()) {
            flush();
        }
    }
}
