package dev.carillon.load.run;

import dev.carillon.load.result.Fault;
import dev.carillon.load.wire.Ascii;
import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Payload;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends and gets an answer to each message: the answer's {@code messageCount} n says that it answers the n-th. An
 * error answers the oldest message without one, and need not be counted by the server. Confined to its lane.
 */
final class SessionClient extends Client {
    private static final long SLOW_MS = 100;
    private static final byte[] TYPE = Ascii.bytes("\"type\":\"");
    private static final byte[] RESPONSE = Ascii.bytes("response\"");
    private static final byte[] ERROR = Ascii.bytes("error\"");
    private static final byte[] SESSION = Ascii.bytes("session\"");
    private static final byte[] SERVER_EVENT = Ascii.bytes("server-event\"");
    private static final byte[] COUNT = Ascii.bytes("\"messageCount\":");

    private final Account account = new Account(1);
    private final Asked asked = new Asked();
    private final Gaps.Visitor lost = this::lost;
    /** Number of a message less the server's count of it. */
    private int shift = -1;
    /** Errors that the server may or may not have counted. */
    private int uncertain;

    private int answers;
    private long sentUs;

    SessionClient(Place place, Handshake handshake) {
        super(place, handshake);
    }

    @Override
    boolean isDoneWhenOpen() {
        return !run.plan().traffic().isClosedLoop();
    }

    @Override
    void opened() {
        if (run.plan().traffic().isClosedLoop()) {
            ask();
        }
    }

    /** Whether it has sent all that it is to send. */
    boolean hasSentAll() {
        int limit = run.plan().traffic().messagesPerClient();
        return limit > 0 && asked.sent() >= limit;
    }

    /** Writes a message that is due; the caller flushes. */
    void publish(long dueUs) {
        boolean blocked = pendingBytes() > run.plan().traffic().maxPendingBytes();
        if (blocked || !asked.add(dueUs)) {
            lane.counters.unsent++;
            return;
        }
        int size = run.plan().traffic().payloadBytes();
        Payload.write(lane.scratch, size, run.plan().runId(), index, asked.sent() - 1, dueUs);
        write(lane.scratch, size);
        lane.counters.sent++;
        sentUs = lane.nowUs();
    }

    void flushAsked() {
        flush();
    }

    /** Closed loop: an answer that does not come is not waited for any longer. */
    void checkPatience(long nowUs) {
        if (isOpen() && nowUs - sentUs > run.plan().traffic().deadline().toNanos() / 1000 && answers < asked.sent()) {
            answers = asked.sent();
            askNext();
        }
    }

    @Override
    void text(ByteBuf bytes, int from, int length) {
        int to = from + length;
        int type = Ascii.after(bytes, from, to, TYPE);
        if (Ascii.isAt(bytes, type, to, RESPONSE)) {
            int count = Ascii.after(bytes, type, to, COUNT);
            int number = count < 0 ? -1 : Ascii.number(bytes, count, to);
            if (number >= 0) {
                lane.counters.responses++;
                answered(number);
                return;
            }
        } else if (Ascii.isAt(bytes, type, to, ERROR)) {
            lane.counters.errorResponses++;
            refused();
            return;
        } else if (Ascii.isAt(bytes, type, to, SERVER_EVENT)) {
            lane.counters.serverEvents++;
            return;
        } else if (Ascii.isAt(bytes, type, to, SESSION)) {
            return;
        }
        Subscriber.foreign(lane, bytes, from, length);
    }

    private void answered(int count) {
        if (uncertain > 0) {
            int uncounted = account.next(0) - (count + shift);
            shift += uncounted > 0 && uncounted <= uncertain ? uncounted : 0;
            uncertain = 0;
        }
        int number = count + shift;
        lane.counters.received++;
        if (number < 0 || number >= asked.sent()) {
            lane.findings.add(Fault.DUPLICATED, index, number, index, lane.atMs());
            return;
        }
        Account.Arrival arrival = account.record(0, number, lost);
        if (arrival == Account.Arrival.DUPLICATE) {
            lane.findings.add(Fault.DUPLICATED, index, number, index, lane.atMs());
            return;
        }
        if (arrival == Account.Arrival.OUT_OF_ORDER) {
            lane.findings.add(Fault.OUT_OF_ORDER, index, number, index, lane.atMs());
        }
        if (asked.knows(number)) {
            lane.latency(account, 0, index, number, index, asked.dueUs(number), lane.nowUs());
        }
        went(number + 1);
    }

    private void refused() {
        if (account.next(0) < asked.sent()) {
            uncertain++;
            account.record(0, account.next(0), lost);
            went(account.next(0));
        }
    }

    /** Answers have come up to a number. */
    private void went(int next) {
        if (!account.hasGaps()) {
            asked.forget(next);
        }
        if (next > answers) {
            answers = next;
            if (run.plan().traffic().isClosedLoop()) {
                askNext();
            }
        }
    }

    private void askNext() {
        if (run.isSlow()) {
            lane.loop().schedule(this::ask, SLOW_MS, TimeUnit.MILLISECONDS);
        } else {
            ask();
        }
    }

    private void ask() {
        if (!isOpen()) {
            return;
        }
        if (hasSentAll() || run.isStopping()) {
            settle(false);
            close();
            return;
        }
        publish(lane.nowUs());
        flush();
    }

    @Override
    boolean isOwed() {
        return account.hasGaps() || account.next(0) < asked.sent();
    }

    @Override
    void account(boolean wasCut) {
        account.missing(lost);
        int missing = asked.sent() - account.next(0);
        lane.counters.expected += wasCut ? account.next(0) : asked.sent();
        if (wasCut) {
            lane.counters.unknownAfterCut += missing;
        } else {
            lost(0, account.next(0), asked.sent());
        }
    }

    private void lost(int stream, int from, int to) {
        lane.findings.addAll(Fault.LOST, index, from, to, index, lane.atMs());
    }
}
