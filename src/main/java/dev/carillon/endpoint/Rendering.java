package dev.carillon.endpoint;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;

/** What sessions get of what is published; built once a core, however many of them listen. */
public interface Rendering {
    /**
     * What is sent of a message.
     *
     * @return a text, of which bytes that are not UTF-8 are replaced, or null for nothing
     */
    default byte[] rendered(Event.Delivery published) {
        return published.payload();
    }

    /** What is sent when messages are missing, or null for nothing. */
    default byte[] announced(Gap gap) {
        return null;
    }
}
