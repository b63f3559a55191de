package dev.carillon.socketio;

import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.SessionCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What waits for a client until it polls, or the poll that waits for something. Confined to the event loop of its session. */
final class PollQueue {
    private final int maxBytes;
    private final SessionCounts counts;
    private final Channels channels;

    // Touched only on the session's event loop
    private final List<Parcel> parcels = new ArrayList<>();
    private long bytes;
    private long bytesBeforeLast;
    private Consumer<Object> poll;
    private Errand.Ticket ticket;

    PollQueue(int maxBytes, SessionCounts counts, Channels channels) {
        this.maxBytes = maxBytes;
        this.counts = counts;
        this.channels = channels;
    }

    /** Whether more waits than may; one packet alone may, however large it is. */
    boolean isFull() {
        return bytesBeforeLast > maxBytes;
    }

    void add(Parcel parcel) {
        parcels.add(parcel);
        parcel.queued(channels);
        bytesBeforeLast = bytes;
        bytes += 1 + parcel.packet().data().length();
    }

    /** Forgets what waits: the client fetches too slowly. */
    void giveUp() {
        parcels.forEach(parcel -> parcel.dropped(channels));
        clear();
    }

    /** Forgets what waits: the session has ended. */
    void abandon() {
        parcels.forEach(parcel -> parcel.gone(channels));
        clear();
    }

    private void clear() {
        parcels.clear();
        bytes = 0;
        bytesBeforeLast = 0;
    }

    boolean isEmpty() {
        return parcels.isEmpty();
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
        if (poll != null && !parcels.isEmpty() && !isFull()) {
            Consumer<Object> answer = poll;
            poll = null;
            HttpAnswer payload =
                    HttpAnswer.packets(parcels.stream().map(Parcel::packet).toList());
            counts.sent(parcels.size(), payload.body().length());
            parcels.forEach(parcel -> parcel.delivered(channels));
            clear();
            answer.accept(payload);
        }
    }

    /** What waits, for another transport, where it waits on. */
    List<Parcel> take() {
        List<Parcel> taken = List.copyOf(parcels);
        clear();
        return taken;
    }
}
