package dev.carillon.socketio;

import dev.carillon.endpoint.SessionCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What waits for a client until it polls, or the poll that waits for something. Confined to the event loop of its session. */
final class PollQueue {
    private final int maxBytes;
    private final SessionCounts counts;

    // Touched only on the session's event loop
    private final List<EnginePacket> packets = new ArrayList<>();
    private long bytes;
    private long bytesBeforeLast;
    private Consumer<Object> poll;
    private Errand.Ticket ticket;

    PollQueue(int maxBytes, SessionCounts counts) {
        this.maxBytes = maxBytes;
        this.counts = counts;
    }

    /** Whether more waits than may; one packet alone may, however large it is. */
    boolean isFull() {
        return bytesBeforeLast > maxBytes;
    }

    void add(EnginePacket packet) {
        packets.add(packet);
        bytesBeforeLast = bytes;
        bytes += 1 + packet.data().length();
    }

    /** Forgets what waits. */
    void clear() {
        packets.clear();
        bytes = 0;
        bytesBeforeLast = 0;
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** Whether a poll waits. */
    boolean isPolled() {
        return poll != null;
    }

    void poll(Errand.Ticket newTicket, Consumer<Object> answer) {
        ticket = newTicket;
        poll = answer;
    }

    /** Whether this was the last poll: what it was answered with may not have come to the client. */
    boolean wasLast(Errand.Ticket asked) {
        return asked.equals(ticket);
    }

    /** Answers the poll with what waits, if both are there and nothing had to be left out. */
    void flush() {
        if (poll != null && !packets.isEmpty() && !isFull()) {
            Consumer<Object> answer = poll;
            poll = null;
            HttpAnswer payload = HttpAnswer.packets(packets);
            counts.sent(packets.size(), payload.body().length());
            clear();
            answer.accept(payload);
        }
    }

    /** What waits, for another transport. */
    List<EnginePacket> take() {
        List<EnginePacket> taken = List.copyOf(packets);
        clear();
        return taken;
    }
}
