package dev.carillon.load.run;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import java.util.ArrayList;
import java.util.List;

/** Counts what went wrong, and keeps the first ten of each kind. Confined to the event loop of its lane. */
final class Findings {
    static final int LISTED = 10;

    private final long[] counts = new long[Fault.values().length];
    private final List<Finding> first = new ArrayList<>();

    void add(Fault fault, int publisher, int number, int client, long atMs) {
        if (counts[fault.ordinal()]++ < LISTED) {
            first.add(new Finding(fault, publisher, number, client, atMs));
        }
    }

    /** Adds a row of messages. */
    void addAll(Fault fault, int publisher, int from, int to, int client, long atMs) {
        long listed = counts[fault.ordinal()];
        for (int number = from; number < to && listed < LISTED; number++, listed++) {
            first.add(new Finding(fault, publisher, number, client, atMs));
        }
        counts[fault.ordinal()] += to - from;
    }

    long count(Fault fault) {
        return counts[fault.ordinal()];
    }

    List<Finding> first() {
        return first;
    }
}
