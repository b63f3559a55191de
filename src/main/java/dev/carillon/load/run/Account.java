package dev.carillon.load.run;

/**
 * What one client got of each stream that it listens to: which numbers came, once, in order. A stream is what one publisher
 * sends, numbered from 0. Sixteen bytes a stream while nothing is missing. Confined to the event loop of its client.
 */
final class Account {
    /** How a message came. */
    enum Arrival {
        IN_ORDER,
        /** After one that was sent later. */
        OUT_OF_ORDER,
        DUPLICATE,
        /** Sent before the client was there to get it: may come, need not. */
        NOT_OWED
    }

    /** Another worker publishes it, and has begun. */
    static final int UNKNOWN = -1;

    private final int[] next;
    private final long[] sampledUs;
    /** Where each stream started for this client; null: at 0. */
    private int[] first;

    private Gaps gaps;

    Account(int streams) {
        next = new int[streams];
        sampledUs = new long[streams];
    }

    /** The client is there: a stream is owed from {@code number} on, or from its first message on when that is {@link #UNKNOWN}. */
    void start(int stream, int number) {
        if (number != 0 && first == null) {
            first = new int[next.length];
        }
        if (first != null) {
            first[stream] = number;
        }
        next[stream] = number;
    }

    Arrival record(int stream, int number, Gaps.Visitor givenUp) {
        if (next[stream] == UNKNOWN) {
            start(stream, number);
        }
        int expected = next[stream];
        if (number == expected) {
            next[stream] = expected + 1;
            return Arrival.IN_ORDER;
        }
        if (number > expected) {
            if (gaps == null) {
                gaps = new Gaps();
            }
            gaps.add(stream, expected, number, givenUp);
            next[stream] = number + 1;
            return Arrival.IN_ORDER;
        }
        if (gaps != null && gaps.fill(stream, number, givenUp)) {
            return Arrival.OUT_OF_ORDER;
        }
        return number < first(stream) ? Arrival.NOT_OWED : Arrival.DUPLICATE;
    }

    /**
     * Whether a tester would have sent this message that sends only when it has the answer to the one before: those that were due
     * while it waited are left out. Such a tester's latencies are the uncorrected ones.
     */
    boolean sample(int stream, long dueUs, long nowUs) {
        if (dueUs < sampledUs[stream]) {
            return false;
        }
        sampledUs[stream] = nowUs;
        return true;
    }

    int streams() {
        return next.length;
    }

    /** The first number that has not come, nor been passed over. */
    int next(int stream) {
        return next[stream];
    }

    int first(int stream) {
        return first == null ? 0 : first[stream];
    }

    /** Passed over, and not come yet. */
    void missing(Gaps.Visitor visitor) {
        if (gaps != null) {
            gaps.forEach(visitor);
        }
    }

    boolean hasGaps() {
        return gaps != null && !gaps.isEmpty();
    }
}
