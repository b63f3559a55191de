package dev.carillon.chaos;

import dev.carillon.bus.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat client that keeps what it hears, and comes back with its last position when its connection ends. Confined to the event loop of its
 * audience.
 */
final class Guest {
    private final Audience audience;
    private final int index;
    private final List<Heard> heard = new ArrayList<>();
    private final Map<Integer, Integer> furthest = new HashMap<>();
    private Position has;
    private boolean present;

    Guest(Audience audience, int index) {
        this.audience = audience;
        this.index = index;
    }

    Audience audience() {
        return audience;
    }

    int index() {
        return index;
    }

    /** The last message that it has; null before it was there for the first time. */
    Position has() {
        return has;
    }

    boolean isPresent() {
        return present;
    }

    List<Heard> heard() {
        return heard;
    }

    /** Whether it has heard a speaker so far. */
    boolean hasHeard(Said said) {
        return furthest.getOrDefault(said.speaker(), 0) >= said.number();
    }

    void heard(Frame frame) {
        Heard next = frame.heard();
        heard.add(next);
        if (next instanceof Heard.Began began) {
            has = began.since();
            present = true;
        } else if (next instanceof Heard.Message message && message.position() != null) {
            has = message.position();
            if (message.said() != null) {
                furthest.put(message.said().speaker(), message.said().number());
            }
        }
    }

    /** The server could not tell what it missed. */
    void refused() {
        audience.countRefusal();
    }

    void ended(String why) {
        if (present) {
            present = false;
            heard.add(new Heard.Ended(why));
        }
        audience.comeBack(this);
    }
}
