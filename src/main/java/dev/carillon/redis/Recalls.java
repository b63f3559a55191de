package dev.carillon.redis;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import dev.carillon.bus.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Gives clients that come back what they missed. Each answer holds all that follows on what the client has, up to the track's position at
 * the moment of the answer: what the track passes on next is the next that the client is to get. Confined to the event loop of the bridge.
 */
final class Recalls {
    private static final String NOT_KEPT = "The channel keeps no history";

    private static final class Recall {
        final Track track;
        final Outcome outcome;
        final long deadlineNs;
        final ArrayDeque<Step> steps = new ArrayDeque<>();
        Position since;
        long bytes;
        Gap tooMuch;

        Recall(Track track, Position since, Outcome outcome, long deadlineNs) {
            this.track = track;
            this.since = since;
            this.outcome = outcome;
            this.deadlineNs = deadlineNs;
        }
    }

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final HistoryReader reader;
    private final int maxBytes;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Recall> waiting = new ArrayDeque<>();

    /** @param maxBytes of messages in one answer */
    Recalls(RedisSettings settings, RedisMetrics metrics, HistoryReader reader, int maxBytes) {
        this.settings = settings;
        this.metrics = metrics;
        this.reader = reader;
        this.maxBytes = maxBytes;
    }

    /** Answers with a {@link Question.Recalled}. */
    void recall(Track track, Position since, Outcome outcome, long nowNs) {
        if (track == null) {
            fail(outcome, NOT_KEPT);
        } else if (waiting.size() >= settings.maxWaiting()) {
            metrics.refused();
            fail(outcome, CommandPipeline.TOO_MANY);
        } else {
            proceed(new Recall(
                    track, since, outcome, nowNs + settings.commandTimeout().toNanos()));
        }
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The track has come further. */
    void further(Track track) {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            Recall recall = waiting.poll();
            if (recall.track == track) {
                proceed(recall);
            } else {
                waiting.add(recall);
            }
        }
    }

    /** Fails what waited too long; called now and then. */
    void expire(long nowNs) {
        for (Iterator<Recall> recalls = waiting.iterator(); recalls.hasNext(); ) {
            Recall recall = recalls.next();
            if (nowNs - recall.deadlineNs >= 0) {
                recalls.remove();
                metrics.timedOut(1);
                fail(recall.outcome, CommandPipeline.TIMED_OUT);
            }
        }
    }

    private void proceed(Recall recall) {
        Position last = recall.track.position();
        if (!recall.track.isSettled() || isAhead(recall.since, last)) {
            waiting.add(recall);
            return;
        }
        List<Step> rest = recall.track.recent().after(recall.since, last);
        if (rest == null) {
            reader.read(recall.track.channel(), recall.since, page -> read(recall, page));
        } else {
            rest.forEach(step -> add(recall, step));
            answer(recall, last);
        }
    }

    /** Whether the client has more than this instance: that is on its way here. */
    private static boolean isAhead(Position client, Position last) {
        return client.epoch().equals(last.epoch()) && client.offset() > last.offset();
    }

    private void read(Recall recall, HistoryPage page) {
        if (page == null) {
            fail(recall.outcome, CommandPipeline.LOST);
            return;
        }
        Position last = recall.track.position();
        if (!page.head().epoch().equals(last.epoch())) {
            recall.track.behind();
            waiting.add(recall);
            return;
        }
        HistoryPage.Continuation next = page.after(recall.track.channel(), recall.since);
        for (Step step : next.steps()) {
            if (step instanceof Step.Message message
                    && isAhead(message.envelope().position(), last)) {
                answer(recall, last);
                return;
            }
            add(recall, step);
        }
        recall.since = next.reached();
        if (recall.since.equals(last)) {
            answer(recall, last);
        } else {
            proceed(recall);
        }
    }

    private void add(Recall recall, Step step) {
        recall.steps.add(step);
        recall.bytes += step.bytes();
        while (recall.bytes > maxBytes) {
            Step oldest = recall.steps.poll();
            recall.bytes -= oldest.bytes();
            recall.tooMuch = tooMuch(recall, oldest);
        }
    }

    /** One gap for all that is dropped; where it ends is not known once it goes over the end of an epoch. */
    private static Gap tooMuch(Recall recall, Step dropped) {
        Gap before = recall.tooMuch;
        Gap more = gap(recall.track.channel(), dropped);
        return before == null
                ? more
                : new Gap(more.channel(), before.from(), before.to() == null ? null : more.to(), Gap.Reason.TOO_MUCH);
    }

    private static Gap gap(String channel, Step dropped) {
        if (dropped instanceof Step.Hole hole) {
            return new Gap(channel, hole.gap().from(), hole.gap().to(), Gap.Reason.TOO_MUCH);
        }
        long offset = ((Step.Message) dropped).envelope().offset();
        return new Gap(channel, offset, offset, Gap.Reason.TOO_MUCH);
    }

    private void fail(Outcome outcome, String reason) {
        metrics.notRecalled(Gap.Reason.UNREAD);
        outcome.done(null, reason);
    }

    private void answer(Recall recall, Position reached) {
        List<Event> events = new ArrayList<>(recall.steps.size() + 1);
        if (recall.tooMuch != null) {
            events.add(new Event.Missed(0, recall.tooMuch));
        }
        for (Step step : recall.steps) {
            events.add(event(recall.track.channel(), step));
        }
        for (Event event : events) {
            if (event instanceof Event.Missed missed) {
                metrics.notRecalled(missed.gap().reason());
            }
        }
        recall.outcome.done(new Question.Recalled(List.copyOf(events), reached), null);
    }

    private static Event event(String channel, Step step) {
        if (step instanceof Step.Message message) {
            Envelope envelope = message.envelope();
            return new Event.Delivery(0, channel, envelope.payload(), 0, envelope.position(), envelope.acceptedMs());
        }
        return new Event.Missed(0, ((Step.Hole) step).gap());
    }
}
