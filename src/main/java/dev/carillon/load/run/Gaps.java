package dev.carillon.load.run;

import java.util.Arrays;

/**
 * Messages that were passed over: ranges of numbers by stream, the newest last. Bounded: when full, the oldest range is given
 * up as lost. Confined to the event loop of its client.
 */
final class Gaps {
    private static final int MAX_RANGES = 4096;
    private static final int FIELDS = 3;

    /** What becomes of a range. */
    interface Visitor {
        void range(int stream, int from, int to);
    }

    /** Stream, first number and end of each range. */
    private int[] ranges = new int[2 * FIELDS];

    private int size;

    void add(int stream, int from, int to, Visitor givenUp) {
        if (size == MAX_RANGES * FIELDS) {
            givenUp.range(ranges[0], ranges[1], ranges[2]);
            remove(0);
        }
        if (size == ranges.length) {
            ranges = Arrays.copyOf(ranges, size * 2);
        }
        ranges[size] = stream;
        ranges[size + 1] = from;
        ranges[size + 2] = to;
        size += FIELDS;
    }

    /** Takes a number out; false when it was not missing. */
    boolean fill(int stream, int number, Visitor givenUp) {
        for (int i = size - FIELDS; i >= 0; i -= FIELDS) {
            if (ranges[i] == stream && ranges[i + 1] <= number && number < ranges[i + 2]) {
                split(i, number, givenUp);
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i += FIELDS) {
            visitor.range(ranges[i], ranges[i + 1], ranges[i + 2]);
        }
    }

    private void split(int at, int number, Visitor givenUp) {
        int stream = ranges[at];
        int end = ranges[at + 2];
        if (ranges[at + 1] < number) {
            ranges[at + 2] = number;
            if (number + 1 < end) {
                add(stream, number + 1, end, givenUp);
            }
        } else if (number + 1 < end) {
            ranges[at + 1] = number + 1;
        } else {
            remove(at);
        }
    }

    private void remove(int at) {
        System.arraycopy(ranges, at + FIELDS, ranges, at, size - at - FIELDS);
        size -= FIELDS;
    }
}
