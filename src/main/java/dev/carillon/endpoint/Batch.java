package dev.carillon.endpoint;

import java.util.BitSet;

/** Messages of one session that are counted together, in their order. Confined to the event loop of its core. */
final class Batch {
    private int size;
    private int texts;
    private BitSet binaries;

    void addText() {
        size++;
        texts++;
    }

    void addBinary() {
        if (binaries == null) {
            binaries = new BitSet();
        }
        binaries.set(size++);
    }

    /** How many messages. */
    int size() {
        return size;
    }

    /** How many of them are text. */
    int texts() {
        return texts;
    }

    /** Whether the message at {@code index} is binary. */
    boolean isBinary(int index) {
        return binaries != null && binaries.get(index);
    }
}
