package dev.carillon.redis;

import dev.carillon.bus.Bus;
import dev.carillon.bus.Event;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The cores that there are, and what each is to be told, in one Downlink a turn. Confined to the event loop of the bridge. */
final class Cores {
    private final Bus bus;
    private final Runnable turnWanted;

    // Touched only on the bridge's event loop
    private final Set<Integer> known = new HashSet<>();
    private final BitSet ended = new BitSet();
    private final Map<Integer, List<Event>> outgoing = new HashMap<>();

    /** @param turnWanted called when there is something for {@link #turnEnded()} to send */
    Cores(Bus bus, Runnable turnWanted) {
        this.bus = bus;
        this.turnWanted = turnWanted;
    }

    /** A core was heard of. */
    void enter(int core) {
        if (!ended.get(core)) {
            known.add(core);
        }
    }

    /** A core has ended; what it still says does not bring it back. */
    void leave(int core) {
        ended.set(core);
        known.remove(core);
    }

    void tell(int core, Event event) {
        if (outgoing.isEmpty()) {
            turnWanted.run();
        }
        outgoing.computeIfAbsent(core, key -> new ArrayList<>()).add(event);
    }

    /** Has all cores look for a session; returns how many there are. */
    int seek(long seek, UUID session, boolean close) {
        known.forEach(core -> tell(core, new Event.Seek(seek, session, close)));
        return known.size();
    }

    /** Redis may have lost what this instance entered. */
    void forgotten() {
        known.forEach(core -> tell(core, new Event.Forgotten()));
    }

    void turnEnded() {
        outgoing.forEach(bus::down);
        outgoing.clear();
    }
}
