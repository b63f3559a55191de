package dev.carillon.load.run;

import dev.carillon.load.plan.Scenario;
import dev.carillon.load.result.Fault;
import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Payload;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A client that hears what is published: all of it in {@code chat}, its user's in {@code users}. Confined to its lane. */
final class Subscriber extends Client {
    private static final int SHOWN = 80;

    private final Account account;
    /** What the next one in its place goes on with, or null when clients do not resume. */
    private final Resumption resumption;
    /** Whether it goes on from where another was cut. */
    private final boolean resumed;
    /** Which user it is, or -1 in {@code chat}. */
    private final int user;

    private boolean ready;
    private long openedUs;

    private final Gaps.Visitor lost = this::lost;

    Subscriber(Place place, Handshake handshake) {
        this(place, handshake, resumption(place));
    }

    private Subscriber(Place place, Handshake handshake, Resumption resumption) {
        super(place, resumption == null ? handshake : handshake.asking(resumption.query()));
        boolean users = run.plan().scenario() == Scenario.USERS;
        user = users ? index / run.plan().backEnd().sessionsPerUser() : -1;
        this.resumption = resumption;
        account = resumption == null ? new Account(users ? 1 : run.streams().total()) : resumption.account();
        resumed = place.resumption() != null;
        ready = resumed;
    }

    private static Resumption resumption(Place place) {
        if (place.resumption() != null || !place.run().plan().connecting().resume()) {
            return place.resumption();
        }
        return new Resumption(new Account(place.run().streams().total()));
    }

    @Override
    Resumption resumption() {
        return resumption != null && resumption.isPossible() ? resumption : null;
    }

    /** Whether it is known to get what is published from now on. */
    boolean isReady() {
        return ready;
    }

    int user() {
        return user;
    }

    @Override
    void opened() {
        openedUs = lane.nowUs();
        if (ready) {
            return;
        }
        if (user < 0) {
            start();
            return;
        }
        byte[] name = ("{\"user_name\":\"" + Users.name(run.plan().runId(), user) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        write(name, name.length);
        flush();
    }

    private void start() {
        ready = true;
        boolean begun = lane.nowUs() >= run.firstDueUs();
        for (int i = 0; i < account.streams(); i++) {
            int stream = user < 0 ? i : user;
            boolean known = !begun || run.streams().isLocal(stream);
            account.start(i, known ? run.streams().sent(stream) : Account.UNKNOWN);
        }
    }

    @Override
    void text(ByteBuf bytes, int from, int length) {
        int at = Payload.find(bytes, from, length, lane.payloadAt, run.plan().runId(), lane.identity);
        if (at < 0) {
            other(bytes, from, length);
            return;
        }
        if (resumption != null) {
            resumption.message(bytes, from, at);
        }
        lane.payloadAt = at - from;
        int publisher = Payload.publisher(lane.identity);
        int number = Payload.number(lane.identity);
        if (user < 0 ? publisher >= account.streams() : publisher != user) {
            lane.counters.misdelivered++;
        } else if (isInvented(publisher, number)) {
            lane.counters.misdelivered++;
        } else if (number != Payload.PROBE) {
            message(publisher, number, Payload.dueUs(lane.identity));
        } else if (!ready) {
            start();
        }
    }

    /** Whether it is known that no such message was sent. */
    private boolean isInvented(int publisher, int number) {
        return number < Payload.PROBE
                || run.streams().isLocal(publisher) && number >= run.streams().sent(publisher);
    }

    private void other(ByteBuf bytes, int from, int length) {
        if (resumption != null && resumption.gap(bytes, from, from + length)) {
            lane.counters.gapNotices++;
        } else if (resumption == null || !resumption.hello(bytes, from, from + length)) {
            foreign(lane, bytes, from, length);
        }
    }

    private void message(int publisher, int number, long dueUs) {
        int stream = user < 0 ? publisher : 0;
        lane.counters.received++;
        switch (account.record(stream, number, lost)) {
            case OUT_OF_ORDER -> {
                lane.findings.add(Fault.OUT_OF_ORDER, publisher, number, index, lane.atMs());
                arrived(stream, publisher, number, dueUs);
            }
            case DUPLICATE -> lane.findings.add(Fault.DUPLICATED, publisher, number, index, lane.atMs());
            case NOT_OWED -> lane.counters.notOwed++;
            default -> arrived(stream, publisher, number, dueUs);
        }
    }

    /** What was due while the client was away says nothing of the server's latency. */
    private void arrived(int stream, int publisher, int number, long dueUs) {
        if (resumed && dueUs < openedUs) {
            lane.counters.recovered++;
        } else {
            lane.latency(account, stream, publisher, number, index, dueUs, lane.nowUs());
        }
    }

    @Override
    boolean isOwed() {
        if (account.hasGaps()) {
            return true;
        }
        for (int i = 0; i < account.streams(); i++) {
            if (account.next(i) < run.streams().sent(user < 0 ? i : user)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void account(boolean wasCut) {
        if (user >= 0 && !ready) {
            return;
        }
        if (wasCut && resumption != null) {
            lane.counters.unresumed++;
        }
        account.missing(lost);
        for (int i = 0; i < account.streams(); i++) {
            int stream = user < 0 ? i : user;
            int next = account.next(i);
            int sent = run.streams().sent(stream);
            int end =
                    wasCut || !run.streams().isLocal(stream) ? Math.max(next, account.first(i)) : Math.max(sent, next);
            lane.counters.expected += end - account.first(i);
            if (wasCut) {
                lane.counters.unknownAfterCut += Math.max(0, sent - next);
            } else if (run.streams().isLocal(stream)) {
                lost(i, next, sent);
            } else {
                lane.tails.add(stream, next);
            }
        }
    }

    private void lost(int stream, int from, int to) {
        int publisher = user < 0 ? stream : user;
        for (int number = from; number < to; number++) {
            if (run.streams().isRefused(publisher, number)) {
                lane.counters.expected--;
            } else if (resumption != null && resumption.wasAnnounced()) {
                lane.counters.announced++;
            } else {
                lane.findings.add(Fault.LOST, publisher, number, index, lane.atMs());
            }
        }
    }

    /** A text that is none of ours; the first is kept to be shown. */
    static void foreign(Lane lane, ByteBuf bytes, int from, int length) {
        lane.counters.foreign++;
        if (lane.firstForeign.isEmpty()) {
            lane.firstForeign = bytes.toString(from, Math.min(length, SHOWN), StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}", "?");
        }
    }
}
