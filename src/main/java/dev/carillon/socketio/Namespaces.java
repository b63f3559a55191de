package dev.carillon.socketio;

import dev.carillon.endpoint.EventEndpoint;
import dev.carillon.endpoint.PublishedEvent;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which event endpoint answers in which namespace, on one core. Immutable. */
final class Namespaces {
    private final Map<String, EventEndpoint> byName;
    private final Map<String, String> byChannel = new HashMap<>();

    Namespaces(Map<String, EventEndpoint> byName) {
        this.byName = Map.copyOf(byName);
        byName.forEach((name, events) -> events.channels().forEach(channel -> byChannel.put(channel, name)));
    }

    /** Null when there is none of this name. */
    EventEndpoint get(String name) {
        return byName.get(name);
    }

    /** The channels of all event endpoints. */
    List<String> channels() {
        return List.copyOf(byChannel.keySet());
    }

    /** The packet that everybody gets of what was published on one of the channels, or null when it is no event to pass on. */
    EnginePacket rendered(String channel, byte[] published) {
        PublishedEvent event = PublishedEvent.parse(published).orElse(null);
        if (event == null || SocketPacket.isReserved(event.event())) {
            return null;
        }
        JsonArray nameAndData = new JsonArray().add(event.event()).add(event.data());
        return EnginePacket.message(
                SocketPacket.event(byChannel.get(channel), nameAndData, 0).encode());
    }
}
