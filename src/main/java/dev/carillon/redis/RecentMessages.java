package dev.carillon.redis;

import dev.carillon.bus.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The latest messages of a channel without a hole between them, up to a number of bytes. Confined to the event loop of the bridge. */
final class RecentMessages {
    private final int maxMessages;
    private final int maxBytes;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Envelope> messages = new ArrayDeque<>();
    private long bytes;

    RecentMessages(int maxMessages, int maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    void add(Envelope message) {
        Envelope last = messages.peekLast();
        if (last != null
                && (message.offset() != last.offset() + 1 || !message.epoch().equals(last.epoch()))) {
            messages.clear();
            bytes = 0;
        }
        messages.add(message);
        bytes += message.payload().length;
        while (bytes > maxBytes || messages.size() > maxMessages) {
            bytes -= messages.poll().payload().length;
        }
    }

    /**
     * What follows on a position, or null when not all of it is here.
     *
     * @param last the position of the latest message that there was
     */
    List<Step> after(Position since, Position last) {
        if (!since.epoch().equals(last.epoch())) {
            return null;
        }
        long count = last.offset() - since.offset();
        if (count > messages.size()
                || count > 0 && !messages.peekLast().position().equals(last)) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        Iterator<Envelope> latest = messages.descendingIterator();
        for (long i = 0; i < count; i++) {
            steps.add(new Step.Message(latest.next()));
        }
        Collections.reverse(steps);
        return steps;
    }
}
