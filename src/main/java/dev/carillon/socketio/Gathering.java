package dev.carillon.socketio;

import dev.carillon.endpoint.Channels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is published while a client is on its way from one core to another, from a moment on and up to a number of bytes. Confined to
 * the event loop of the core where the client arrives.
 */
final class Gathering {
    private record Item(long number, String channel, byte[] text) {}

    private final Channels channels;
    private final int maxBytes;

    // Touched only on this core's event loop
    private final Map<String, Channels.Listener> listeners = new LinkedHashMap<>();
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    Gathering(Channels channels, int maxBytes) {
        this.channels = channels;
        this.maxBytes = maxBytes;
    }

    void begin(List<String> names) {
        for (String name : names) {
            Channels.Listener listener = (number, text) -> add(name, number, text);
            listeners.put(name, listener);
            channels.listen(name, listener);
        }
    }

    void end() {
        listeners.forEach(channels::unlisten);
        listeners.clear();
    }

    /** Whether something is missing because too much came. */
    boolean isIncomplete() {
        return bytes > maxBytes;
    }

    /** What came behind a number on one of the channels, as packets and in order; it is owed to the client from here on. */
    List<Parcel> after(long number, List<String> wanted, Namespaces namespaces) {
        List<Parcel> packets = new ArrayList<>();
        for (Item item : items) {
            if (item.number > number && wanted.contains(item.channel)) {
                EnginePacket packet = namespaces.rendered(item.channel, item.text);
                if (packet != null) {
                    Parcel parcel = new Parcel(packet, item.channel);
                    channels.account(item.channel).owed(1);
                    parcel.queued(channels);
                    packets.add(parcel);
                }
            }
        }
        return packets;
    }

    private void add(String channel, long number, byte[] text) {
        bytes += text.length;
        if (!isIncomplete()) {
            items.add(new Item(number, channel, text));
        }
    }
}
