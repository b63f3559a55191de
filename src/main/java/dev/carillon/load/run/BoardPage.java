package dev.carillon.load.run;

import dev.carillon.load.result.Fault;
import dev.carillon.load.wire.Ascii;
import dev.carillon.load.wire.Handshake;
import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/**
 * A page of the board. A tick has no room for an identity: each publisher has a box of its own and ticks it in turn on and off, so
 * that pages count, box by box, and at the end must show what the server says. Nobody else may tick meanwhile. Confined to its lane.
 */
final class BoardPage extends Client {
    private static final byte[] UPDATE = Ascii.bytes("\"event\":\"checkbox-update\"");
    private static final byte[] INDEX = Ascii.bytes("\"index\":");
    private static final byte[] VALUE = Ascii.bytes("\"value\":");

    private final Account account;
    private final BitSet shown = new BitSet();
    private final Gaps.Visitor lost = this::lost;

    BoardPage(Place place, Handshake handshake) {
        super(place, handshake);
        account = new Account(run.streams().total());
    }

    /** What tick {@code number} of a box sets it to. */
    static boolean value(int number) {
        return (number & 1) == 0;
    }

    @Override
    void opened() {
        for (int box = 0; box < account.streams(); box++) {
            account.start(box, run.streams().sent(box));
        }
    }

    @Override
    void text(ByteBuf bytes, int from, int length) {
        int to = from + length;
        int index = Ascii.after(bytes, from, to, INDEX);
        int value = Ascii.after(bytes, from, to, VALUE);
        int box = index < 0 ? -1 : Ascii.number(bytes, index, to);
        if (Ascii.after(bytes, from, to, UPDATE) < 0 || value < 0 || value >= to || box < 0) {
            Subscriber.foreign(lane, bytes, from, length);
        } else if (box >= account.streams()) {
            lane.counters.misdelivered++;
        } else {
            tick(box, bytes.getByte(value) == 't');
        }
    }

    private void tick(int box, boolean value) {
        lane.counters.received++;
        shown.set(box, value);
        int number = account.next(box);
        if (run.streams().isLocal(box) && number >= run.streams().sent(box)) {
            lane.findings.add(Fault.DUPLICATED, box, number, index, lane.atMs());
            return;
        }
        account.record(box, number, lost);
        if (run.streams().isLocal(box)
                && run.ticks().isKnown(number, run.streams().sent(box))) {
            lane.latency(account, box, box, number, index, run.ticks().dueUs(box, number), lane.nowUs());
        }
    }

    /** Whether the boxes that this run ticks show what they should. */
    boolean shows(boolean[] state) {
        for (int box = 0; box < account.streams(); box++) {
            if (account.next(box) > account.first(box) && shown.get(box) != state[box]) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isOwed() {
        for (int box = 0; box < account.streams(); box++) {
            if (account.next(box) < run.streams().sent(box)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void account(boolean wasCut) {
        for (int box = 0; box < account.streams(); box++) {
            int next = account.next(box);
            int sent = run.streams().sent(box);
            int end = wasCut || !run.streams().isLocal(box) ? next : Math.max(sent, next);
            lane.counters.expected += end - account.first(box);
            if (wasCut) {
                lane.counters.unknownAfterCut += Math.max(0, sent - next);
            } else if (run.streams().isLocal(box)) {
                lost(box, next, sent);
            } else {
                lane.tails.add(box, next);
            }
        }
    }

    private void lost(int box, int from, int to) {
        if (from < to) {
            lane.findings.addAll(Fault.LOST, box, from, to, index, lane.atMs());
        }
    }
}
