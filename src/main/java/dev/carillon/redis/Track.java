package dev.carillon.redis;

import dev.carillon.bus.Position;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Where this instance is with one channel that keeps history. Passes on what is published, in order and each message once; what it missed,
 * because its link was down or for whatever reason, it reads from Redis first. Confined to the event loop of the bridge.
 */
final class Track {
    /** Takes what a track passes on. */
    interface Listener {
        /** The next message, or the news that some are missing. */
        void next(Track track, Step step);

        /** Nothing is missing up to the present position. */
        void settled(Track track);

        /** So many messages were read that were not pushed. */
        void recovered(int messages);

        /** A message came that was there already. */
        void repeated();

        /** Reads on after the pause that what was read so far asks for. */
        void later(long bytes, Runnable action);
    }

    // What comes while something is read is remembered by Redis as well
    private static final int MAX_HELD = 10_000;

    private final String channel;
    private final Retention retention;
    private final HistoryReader reader;
    private final Listener listener;
    private final RecentMessages recent;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Envelope> held = new ArrayDeque<>();
    private Position position;
    private boolean live;
    private boolean reading;

    // What is being read may have been looked up before Redis began to push
    private boolean readAgain;
    private boolean due;
    private boolean closed;

    // The position of the channel as it was found, that this instance was behind of
    private Position suspected;

    Track(String channel, Retention retention, HistoryReader reader, Listener listener, int recentBytes) {
        this.channel = channel;
        this.retention = retention;
        this.reader = reader;
        this.listener = listener;
        this.recent = new RecentMessages(retention.size(), recentBytes);
    }

    String channel() {
        return channel;
    }

    /** Of the last message that was passed on or was before all that is; null as long as it is not known. */
    Position position() {
        return position;
    }

    RecentMessages recent() {
        return recent;
    }

    /** Whether all that was published is passed on as it comes. */
    boolean isSettled() {
        return live && position != null && !reading && !due;
    }

    /** Redis has confirmed, on its present connection, that it pushes what is published. */
    void subscribed() {
        live = true;
        if (position == null) {
            due = false;
            reader.tellHead(retention, channel, (told, failure) -> due = position == null);
        } else {
            readAgain = reading;
            catchUp();
        }
    }

    /** The connection that pushed is gone: something may be missed from now on. */
    void unsubscribed() {
        live = false;
        held.clear();
    }

    /** Nobody wants the channel any more. */
    void close() {
        closed = true;
    }

    /** Does again what failed; called now and then while Redis is there. */
    void look() {
        if (live && due) {
            subscribed();
        }
    }

    /** Redis pushed an envelope. */
    void pushed(Envelope envelope) {
        if (reading) {
            hold(envelope);
        } else if (position == null) {
            first(envelope);
        } else if (follows(envelope)) {
            pass(envelope);
        } else if (isAhead(envelope.position())) {
            // The history has it too: what is published is remembered in the same step
            catchUp();
        } else if (envelope.kind() != Envelope.Kind.HEAD) {
            listener.repeated();
        }
    }

    /** The channel's last message was found to be here; when that is still ahead the next time, something was missed. */
    void found(Position head) {
        boolean behind = isSettled() && !head.equals(position) && isAhead(head);
        if (behind && head.epoch().equals(suspected == null ? null : suspected.epoch()) && isAhead(suspected)) {
            catchUp();
        }
        suspected = behind ? head : null;
    }

    /** Redis was found to have more than was pushed. */
    void behind() {
        if (isSettled()) {
            catchUp();
        }
    }

    private boolean isAhead(Position other) {
        return !other.epoch().equals(position.epoch()) || other.offset() > position.offset();
    }

    /** Reads what was published behind the present position. */
    private void catchUp() {
        due = false;
        if (!reading) {
            reading = true;
            reader.read(channel, position, this::read);
        }
    }

    private void first(Envelope envelope) {
        due = false;
        if (envelope.kind() == Envelope.Kind.HEAD) {
            position = envelope.position();
        } else {
            position = new Position(envelope.epoch(), envelope.offset() - 1);
            pass(envelope);
        }
        listener.settled(this);
    }

    private boolean follows(Envelope envelope) {
        return envelope.kind() != Envelope.Kind.HEAD
                && envelope.offset() == position.offset() + 1
                && envelope.epoch().equals(position.epoch());
    }

    private void pass(Envelope envelope) {
        position = envelope.position();
        recent.add(envelope);
        listener.next(this, new Step.Message(envelope));
    }

    private void hold(Envelope envelope) {
        if (held.size() == MAX_HELD) {
            held.poll();
        }
        held.add(envelope);
    }

    private void read(HistoryPage page) {
        if (closed) {
            return;
        }
        if (page == null) {
            reading = false;
            readAgain = false;
            due = true;
            held.clear();
            return;
        }
        HistoryPage.Continuation next = page.after(channel, position);
        long bytes = 0;
        int messages = 0;
        for (Step step : next.steps()) {
            if (step instanceof Step.Message message) {
                messages++;
                bytes += step.bytes();
                position = message.envelope().position();
                recent.add(message.envelope());
            }
            listener.next(this, step);
        }
        listener.recovered(messages);
        position = next.reached();
        if (next.complete() && !readAgain) {
            reading = false;
            releaseHeld();
        } else {
            readAgain &= !next.complete();
            listener.later(bytes, () -> reader.read(channel, position, this::read));
        }
    }

    /** Passes on what came while it read; stops where it has to read again. */
    private void releaseHeld() {
        List<Envelope> waiting = List.copyOf(held);
        held.clear();
        for (int i = 0; i < waiting.size() && !reading; i++) {
            Envelope envelope = waiting.get(i);
            if (isAhead(envelope.position())) {
                pushed(envelope);
                if (reading) {
                    held.addAll(waiting.subList(i + 1, waiting.size()));
                }
            }
        }
        if (!reading) {
            listener.settled(this);
        }
    }
}
