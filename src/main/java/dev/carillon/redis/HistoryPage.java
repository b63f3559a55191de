package dev.carillon.redis;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of what Redis remembers of a channel. Immutable.
 *
 * @param head of the last message that was published
 * @param start offset of the last message before the epoch began
 * @param before the epoch before, empty when there was none
 * @param entries that come next, in order
 * @param complete whether no more come
 */
record HistoryPage(Position head, long start, String before, List<Envelope> entries, boolean complete) {
    /**
     * What follows on a position.
     *
     * @param reached the position of the last step
     * @param complete whether nothing follows
     */
    record Continuation(List<Step> steps, Position reached, boolean complete) {}

    /** What {@link HistoryScript#READ} answers. */
    static HistoryPage parse(Response answer, int most) {
        Position head = new Position(answer.get(0).toString(), answer.get(1).toLong());
        Response entries = answer.get(4);
        List<Envelope> envelopes = new ArrayList<>(entries.size());
        for (Response entry : entries) {
            envelopes.add(envelope(entry));
        }
        return new HistoryPage(
                head, answer.get(2).toLong(), answer.get(3).toString(), envelopes, entries.size() < most);
    }

    private static Envelope envelope(Response entry) {
        String id = entry.get(0).toString();
        Response fields = entry.get(1);
        Position position = new Position(
                fields.get(1).toString(StandardCharsets.US_ASCII), Long.parseLong(id.substring(0, id.indexOf('-'))));
        return new Envelope(
                position,
                fields.get(3).toLong(),
                Envelope.Kind.PLAIN,
                fields.get(5).toBytes());
    }

    /** What somebody who has all up to {@code since} does not have. */
    Continuation after(String channel, Position since) {
        List<Step> steps = new ArrayList<>(entries.size() + 1);
        boolean sameEpoch = head.epoch().equals(since.epoch());
        boolean pastStart = sameEpoch;
        Position last = since;
        for (Envelope entry : entries) {
            if (!pastStart && entry.offset() > start) {
                steps.add(hole(channel, last.offset() + 1, null, Gap.Reason.REWOUND));
                last = new Position(head.epoch(), start);
                pastStart = true;
            }
            if (entry.offset() > last.offset() + 1) {
                steps.add(hole(channel, last.offset() + 1, entry.offset() - 1, Gap.Reason.TRIMMED));
            }
            steps.add(new Step.Message(entry));
            last = new Position(pastStart ? head.epoch() : since.epoch(), entry.offset());
        }
        if (complete && !pastStart) {
            steps.add(hole(channel, last.offset() + 1, null, Gap.Reason.REWOUND));
            last = new Position(head.epoch(), start);
        }
        if (complete && last.offset() < head.offset()) {
            steps.add(hole(channel, last.offset() + 1, head.offset(), Gap.Reason.TRIMMED));
            last = head;
        }
        return new Continuation(steps, last, complete);
    }

    private static Step hole(String channel, Long from, Long to, Gap.Reason reason) {
        return new Step.Hole(new Gap(channel, from, to, reason));
    }
}
