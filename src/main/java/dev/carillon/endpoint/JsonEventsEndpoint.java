package dev.carillon.endpoint;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;

/**
 * An {@link EventEndpoint} for clients without a library: each message is {@code {"event":…,"data":…}} in JSON, both ways. Confined to
 * the event loop of its core.
 */
public final class JsonEventsEndpoint implements Endpoint {
    private static final EventEndpoint.Ack NOT_ASKED_FOR = arguments -> {};

    private final EndpointContext context;
    private final EventEndpoint events;

    public JsonEventsEndpoint(EndpointContext context, EventEndpoint events) {
        this.context = context;
        this.events = events;
    }

    @Override
    public List<String> channels() {
        return events.channels();
    }

    @Override
    public byte[] rendered(Event.Delivery published) {
        return PublishedEvent.parse(published.payload()).isPresent() ? published.payload() : null;
    }

    @Override
    public byte[] announced(Gap gap) {
        return GapNotice.event(gap);
    }

    @Override
    public void opened(Peer peer, Handshake handshake) {
        JsonEventPeer eventPeer = new JsonEventPeer(peer);
        peer.attach(eventPeer);
        if (Hello.asked(handshake)) {
            eventPeer.emit("hello", Hello.identity(peer.id().toString(), context));
        }
        events.opened(eventPeer, handshake);
    }

    @Override
    public void text(Peer peer, Message message) {
        JsonEventPeer eventPeer = (JsonEventPeer) peer.attachment();
        JsonObject json;
        try {
            json = new JsonObject(Buffer.buffer(message.bytes()));
        } catch (DecodeException | ClassCastException e) {
            json = new JsonObject();
        }
        if (json.getValue("event") instanceof String name) {
            events.event(eventPeer, name, Collections.singletonList(json.getValue("data")), NOT_ASKED_FOR);
        } else {
            eventPeer.emit("error", Errors.json("Expected {\"event\":\"…\",\"data\":…} in JSON"));
        }
    }

    @Override
    public void binary(Peer peer, Message message) {
        ((JsonEventPeer) peer.attachment()).emit("error", Errors.json("Binary messages are not supported"));
    }

    @Override
    public void caughtUp(Peer peer) {
        events.caughtUp((JsonEventPeer) peer.attachment());
    }

    @Override
    public void closed(Peer peer) {}

    private record JsonEventPeer(Peer peer) implements EventPeer {
        @Override
        public String id() {
            return peer.id().toString();
        }

        @Override
        public boolean isOpen() {
            return peer.isOpen();
        }

        @Override
        public void emit(String event, Object... arguments) {
            Object data = arguments.length == 0 ? null : arguments[0];
            peer.sendText(new PublishedEvent(event, data).encode());
        }

        @Override
        public void owe(int messages) {
            peer.owe(messages);
        }

        @Override
        public void settle(int messages) {
            peer.settle(messages);
        }
    }
}
