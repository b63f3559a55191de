package dev.carillon.socket;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** Points in time that gather in a turn. Confined to the event loop of its core. */
final class Moments {
    private long[] moments = new long[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long moment) {
        if (size == moments.length) {
            moments = Arrays.copyOf(moments, size * 2);
        }
        moments[size++] = moment;
    }

    /** Passes on all there are, and forgets them. */
    void drain(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(moments[i]);
        }
        size = 0;
    }
}
