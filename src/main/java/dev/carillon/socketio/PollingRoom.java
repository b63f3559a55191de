package dev.carillon.socketio;

import dev.carillon.endpoint.Channels;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The polling sessions of a core that get what is published on one channel. A core listens while there is one. Confined to the event
 * loop of its core.
 */
final class PollingRoom {
    private final Channels channels;
    private final Namespaces namespaces;
    private final String channel;
    private final Channels.Listener listener = (number, text) -> published(text);

    // Touched only on this core's event loop
    private final Set<PollingSession> members = new LinkedHashSet<>();

    PollingRoom(Channels channels, Namespaces namespaces, String channel) {
        this.channels = channels;
        this.namespaces = namespaces;
        this.channel = channel;
    }

    void join(PollingSession session) {
        if (members.isEmpty()) {
            channels.listen(channel, listener);
        }
        members.add(session);
    }

    void leave(PollingSession session) {
        if (members.remove(session) && members.isEmpty()) {
            channels.unlisten(channel, listener);
        }
    }

    private void published(byte[] text) {
        EnginePacket packet = namespaces.rendered(channel, text);
        if (packet != null) {
            Parcel parcel = new Parcel(packet, channel);
            channels.account(channel).owed(members.size());
            members.forEach(member -> member.send(parcel));
        }
    }
}
