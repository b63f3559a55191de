package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.SessionCounts;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A session without a WebSocket: its client polls. Confined to the event loop of the core that accepted the handshake. */
final class PollingSession implements Transport {
    // A client that polls on although it was told to change gets nothing faster than this
    private static final long NOTHING_AFTER_MS = 100;

    // What is owed for longer, or a poll that is on its way for longer, is not waited for
    private static final long DEPARTURE_MS = 1000;

    private final PollingSessions sessions;
    private final Client client;
    private final PollQueue out;
    private final PostQueue in;

    // Touched only on this core's event loop
    boolean touched;
    private boolean open = true;
    private boolean departing;
    private Handover handover;

    PollingSession(PollingSessions sessions, Identity identity, SessionCounts counts, long nowNs) {
        SocketIoSettings settings = sessions.house().settings();
        this.sessions = sessions;
        this.client = new Client(sessions.house(), identity, this, nowNs);
        this.out = new PollQueue(
                settings.maxPendingBytes(), counts, sessions.house().context().channels());
        this.in = new PostQueue(settings.maxUnanswered());
    }

    Identity identity() {
        return client.identity();
    }

    // ---- requests

    void poll(Errand.Ticket ticket, Consumer<Object> answer) {
        if (out.isPolled()) {
            close(Ending.PROTOCOL);
            answer.accept(HttpAnswer.BAD_REQUEST);
            return;
        }
        out.poll(ticket, answer);
        flush();
        if (handover != null && handover.probed) {
            sessions.later(NOTHING_AFTER_MS, this::endPoll);
        }
    }

    void broken(Errand.Ticket ticket) {
        if (out.wasLast(ticket)) {
            close(Ending.LOST);
        }
    }

    void post(Buffer payload, Consumer<Object> answer) {
        if (in.isBusy()) {
            close(Ending.PROTOCOL);
            answer.accept(HttpAnswer.BAD_REQUEST);
            return;
        }
        try {
            List<EnginePacket> packets = EnginePayload.decode(payload);
            sessions.counts().received(packets.size(), payload.length());
            in.post(packets, answer);
            receive();
        } catch (MalformedException malformed) {
            close(Ending.PROTOCOL);
            answer.accept(HttpAnswer.BAD_REQUEST);
        }
    }

    private void receive() {
        try {
            for (EnginePacket packet = in.next(); open && packet != null; packet = in.next()) {
                client.receive(packet);
            }
            in.settle();
        } catch (MalformedException malformed) {
            close(Ending.PROTOCOL);
        } catch (RuntimeException bug) {
            sessions.counts().bug(bug);
            close(Ending.BUG);
        }
    }

    // ---- change to a WebSocket

    /** Whether a WebSocket may take the session over: one at a time. */
    boolean reserve(UUID by, long deadlineNs) {
        if (handover == null) {
            handover = new Handover(by, deadlineNs);
            return true;
        }
        return false;
    }

    void probed(UUID by) {
        if (isFor(by)) {
            handover.probed = true;
            endPoll();
        }
    }

    void release(UUID by, long since, Consumer<Object> answer) {
        if (!isFor(by) || !handover.probed || handover.released != null) {
            answer.accept(null);
            return;
        }
        Handover mine = handover;
        mine.released = answer;
        endPoll();
        sessions.progress().whenReached(since, () -> {
            mine.caughtUp = true;
            sessions.touch(this);
        });
    }

    void abandon(UUID by) {
        if (isFor(by)) {
            if (handover.released != null) {
                close(Ending.LOST);
            }
            handover = null;
        }
    }

    private boolean isFor(UUID by) {
        return handover != null && handover.by.equals(by);
    }

    /** The client is to end its poll: it gets an answer even if there is nothing for it. */
    private void endPoll() {
        if (handover != null && out.isPolled()) {
            if (out.isEmpty()) {
                out.add(Parcel.own(EnginePacket.NOOP));
            }
            flush();
        }
    }

    private void releaseIfQuiet() {
        if (open && handover != null && handover.caughtUp && in.isQuiet()) {
            endPoll();
            Consumer<Object> released = handover.released;
            Moved moved = client.move(out.take(), sessions.progress().lastNumber());
            close(Ending.UPGRADED);
            released.accept(moved);
        }
    }

    // ---- end

    /** Closes with the answer to a poll, once what is owed was answered; what waits until then goes with it. */
    void depart() {
        if (open && in.isQuiet() && out.isPolled()) {
            close(Ending.STOPPING);
        } else if (open && !departing) {
            departing = true;
            sessions.later(DEPARTURE_MS, () -> close(Ending.STOPPING));
        }
    }

    /** Answers the poll, if there is something for it. Where nobody may come again that is the last answer. */
    private void flush() {
        if (open && sessions.isDraining()) {
            if (departing || out.isPolled() && !out.isEmpty()) {
                depart();
            }
        } else {
            out.flush();
        }
    }

    // ---- time

    /** At the end of a turn: answers what can be answered. */
    void turnEnded() {
        if (open) {
            receive();
        }
        if (open && out.isFull()) {
            close(Ending.SLOW);
        }
        flush();
        releaseIfQuiet();
    }

    void look(long nowNs) {
        if (handover != null && handover.released == null && nowNs - handover.deadlineNs >= 0) {
            handover = null;
        }
        client.look(nowNs);
    }

    // ---- as its client's packets see it

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void send(EnginePacket packet) {
        send(Parcel.own(packet));
    }

    /** As {@link #send(EnginePacket)}. */
    void send(Parcel parcel) {
        // What is full is closed at the end of the turn, and holds no more until then
        if (open && !out.isFull()) {
            out.add(parcel);
        } else {
            parcel.refused(sessions.house().context().channels());
        }
        sessions.touch(this);
    }

    @Override
    public void join(String channel) {
        sessions.join(channel, this);
    }

    @Override
    public void leave(String channel) {
        sessions.leave(channel, this);
    }

    @Override
    public void owe(int messages) {
        in.owe(messages);
    }

    @Override
    public void settle(int messages) {
        in.owe(-messages);
        sessions.touch(this);
    }

    @Override
    public void close(Ending why) {
        if (!open) {
            return;
        }
        open = false;
        List<String> channels = client.channels();
        client.closed();
        channels.forEach(channel -> sessions.leave(channel, this));
        sessions.closed(this, why);
        if (out.isFull()) {
            out.giveUp();
        }
        if (why != Ending.UPGRADED) {
            out.add(Parcel.own(why == Ending.CLIENT ? EnginePacket.NOOP : EnginePacket.CLOSE));
        }
        out.flush();
        out.abandon();
        in.answer(why == Ending.CLIENT ? HttpAnswer.OK : HttpAnswer.BAD_REQUEST);
        if (handover != null && handover.released != null && why != Ending.UPGRADED) {
            handover.released.accept(null);
        }
    }
}
