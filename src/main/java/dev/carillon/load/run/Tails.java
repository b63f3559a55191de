package dev.carillon.load.run;

import dev.carillon.load.result.Tail;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where clients stand in streams that another worker publishes: only when all workers' results are merged can be said what they
 * lost at the end. Confined to its lane.
 */
final class Tails {
    private final Map<Integer, Tail> byStream = new TreeMap<>();

    void add(int stream, int next) {
        if (next != Account.UNKNOWN) {
            byStream.merge(stream, new Tail(1, next), Tail::plus);
        }
    }

    Map<Integer, Tail> byStream() {
        return byStream;
    }
}
