package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Messages of this instance's own that go through Redis one after the other and have to come back by its own subscription: what is
 * published is delivered as long as they do. Confined to the event loop of the bridge.
 */
final class Canary {
    /** Why none comes back, as far as can be told from what Redis answered to the last. */
    enum Cause {
        NONE_SENT,
        NOT_ANSWERED,
        REFUSED,
        /** Redis knows nobody who is subscribed to the channel. */
        NOBODY_SUBSCRIBED,
        /** Redis has sent it to somebody. */
        NOT_RECEIVED
    }

    private static final int PATIENCE = 3;
    private static final int MAX_UNDER_WAY = 16;

    private static final class Flight {
        final long number;
        final long sentNs;
        boolean lost;
        boolean answered;
        long answeredNs;
        String failure;
        long receivers;

        Flight(long number, long sentNs) {
            this.number = number;
            this.sentNs = sentNs;
        }
    }

    private final String channel;
    private final Commands redis;
    private final CanaryMetrics metrics;
    private final long intervalNs;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Flight> underWay = new ArrayDeque<>();
    private long last;
    private long lastBack;
    private long lastSentNs;
    private long backNs;

    // The links are as they are since then, and what was sent before says nothing about them
    private long renewedNs;
    private long firstOfThese = 1;

    /**
     * @param channel that no other instance uses, and that this one is subscribed to
     * @param redis carries them, in the same way and behind the same queue as anything else
     */
    Canary(String channel, Commands redis, CanaryMetrics metrics, long intervalNs, long nowNs) {
        this.channel = channel;
        this.redis = redis;
        this.metrics = metrics;
        this.intervalNs = intervalNs;
        this.backNs = nowNs;
        this.renewedNs = nowNs;
        this.lastSentNs = nowNs - intervalNs;
        metrics.back(nowNs);
    }

    /** A link is new: nothing is proven until one that is sent from now on comes back. */
    void renewed(long nowNs) {
        renewedNs = nowNs;
        firstOfThese = last + 1;
        lastSentNs = nowNs - intervalNs;
    }

    /** Sends one if it is time to; called only while both links are there and all is subscribed to. */
    void send(long nowNs) {
        if (nowNs - lastSentNs < intervalNs) {
            return;
        }
        lastSentNs = nowNs;
        Flight flight = new Flight(++last, nowNs);
        if (underWay.size() == MAX_UNDER_WAY) {
            lose(underWay.poll());
        }
        underWay.add(flight);
        Request publish = Request.cmd(Command.PUBLISH).arg(channel).arg(flight.number);
        redis.submit(publish, (receivers, failure) -> {
            flight.answered = true;
            flight.answeredNs = System.nanoTime();
            flight.failure = failure;
            // Nil when another command of the same write failed: how many it were is not known
            flight.receivers = receivers == null ? 1 : receivers.toLong();
        });
    }

    /** Takes what was published on the channel. */
    void returned(byte[] payload, long nowNs) {
        long number = number(payload);
        if (number <= lastBack || number > last) {
            return;
        }
        while (!underWay.isEmpty() && underWay.peek().number <= number) {
            Flight flight = underWay.poll();
            if (flight.number == number) {
                metrics.roundTrip(nowNs - flight.sentNs);
            } else {
                lose(flight);
            }
        }
        lastBack = number;
        backNs = nowNs;
        metrics.back(nowNs);
    }

    /** Counts those that are not back in time; called now and then. */
    void expire(long nowNs) {
        for (Flight flight : underWay) {
            if (nowNs - flight.sentNs >= patienceNs()) {
                lose(flight);
            }
        }
    }

    /** How long none may come back, in nanoseconds. */
    long patienceNs() {
        return PATIENCE * intervalNs;
    }

    /** Whether one came back over the present links. */
    boolean isProven() {
        return lastBack >= firstOfThese;
    }

    /** Whether none came back for too long. */
    boolean isOverdue(long nowNs) {
        return nowNs - backNs >= patienceNs();
    }

    /** When the last came back, as {@link System#nanoTime()}; when there was none yet, when the first was to be sent. */
    long backNs() {
        return backNs;
    }

    /** Whether the present links have had their time, and none came back over them. */
    boolean isOverdueOnTheseLinks(long nowNs, long patienceNs) {
        return isOverdue(nowNs) && nowNs - Math.max(backNs, renewedNs) >= Math.max(patienceNs, patienceNs());
    }

    /** Why the last that had time to come back did not. */
    Cause cause(long nowNs) {
        Flight flight = lastAnswered(nowNs);
        if (flight == null) {
            boolean sent = !underWay.isEmpty() && underWay.peekLast().number >= firstOfThese;
            return sent ? Cause.NOT_ANSWERED : Cause.NONE_SENT;
        }
        if (flight.failure != null) {
            return Cause.REFUSED;
        }
        return flight.receivers == 0 ? Cause.NOBODY_SUBSCRIBED : Cause.NOT_RECEIVED;
    }

    /** What Redis answered, when the cause is that it refused. */
    String refusal(long nowNs) {
        Flight flight = lastAnswered(nowNs);
        return flight == null ? null : flight.failure;
    }

    /** The last over these links that was answered long enough ago for its message to be here, too. */
    private Flight lastAnswered(long nowNs) {
        Iterator<Flight> newestFirst = underWay.descendingIterator();
        while (newestFirst.hasNext()) {
            Flight flight = newestFirst.next();
            boolean settled = flight.failure != null || nowNs - flight.answeredNs >= intervalNs;
            if (flight.number >= firstOfThese && flight.answered && settled) {
                return flight;
            }
        }
        return null;
    }

    private void lose(Flight flight) {
        if (!flight.lost) {
            flight.lost = true;
            metrics.lost();
        }
    }

    private static long number(byte[] payload) {
        try {
            return Long.parseLong(new String(payload, StandardCharsets.US_ASCII));
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }
}
