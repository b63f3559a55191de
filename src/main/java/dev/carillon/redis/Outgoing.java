package dev.carillon.redis;

import dev.carillon.bus.Bus;
import dev.carillon.bus.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the bridge has to tell the cores, gathered for one Downlink each a turn. Confined to the event loop of the bridge. */
final class Outgoing {
    private final Bus bus;
    private final Runnable turnWanted;
    private final Map<Integer, List<Event>> byCore = new HashMap<>();

    Outgoing(Bus bus, Runnable turnWanted) {
        this.bus = bus;
        this.turnWanted = turnWanted;
    }

    void add(int core, Event event) {
        if (byCore.isEmpty()) {
            turnWanted.run();
        }
        byCore.computeIfAbsent(core, key -> new ArrayList<>()).add(event);
    }

    void turnEnded() {
        byCore.forEach(bus::down);
        byCore.clear();
    }
}
