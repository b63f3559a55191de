package dev.carillon.socketio;

import dev.carillon.endpoint.EventEndpoint;
import dev.carillon.endpoint.EventPeer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client in one namespace. Confined to the event loop of its session. */
final class SocketPeer implements EventPeer {
    private static final EventEndpoint.Ack NOT_ASKED_FOR = arguments -> {};

    private final Transport transport;
    private final String namespace;
    private final String id;

    // Touched only on the session's event loop
    private boolean connected = true;

    SocketPeer(Transport transport, String namespace, String id) {
        this.transport = transport;
        this.namespace = namespace;
        this.id = id;
    }

    String namespace() {
        return namespace;
    }

    void disconnected() {
        connected = false;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOpen() {
        return connected && transport.isOpen();
    }

    @Override
    public void emit(String event, Object... arguments) {
        if (SocketPacket.isReserved(event)) {
            throw new IllegalArgumentException("No event may have the name " + event);
        }
        List<Object> nameAndArguments = new ArrayList<>(List.of(event));
        nameAndArguments.addAll(Arrays.asList(arguments));
        List<Buffer> attachments = new ArrayList<>(0);
        JsonArray data = (JsonArray) Attachments.takeOut(new JsonArray(nameAndArguments), attachments);
        send(SocketPacket.event(namespace, data, attachments.size()), attachments);
    }

    @Override
    public void owe(int messages) {
        transport.owe(messages);
    }

    @Override
    public void settle(int messages) {
        transport.settle(messages);
    }

    /** Answers an event that the client sent. */
    EventEndpoint.Ack ack(Long number) {
        return number == null ? NOT_ASKED_FOR : new Once(number);
    }

    private void send(SocketPacket packet, List<Buffer> attachments) {
        if (isOpen()) {
            transport.send(EnginePacket.message(packet.encode()));
            attachments.forEach(attachment -> transport.send(EnginePacket.message(attachment)));
        }
    }

    /** An answer that is given once at most. */
    private final class Once implements EventEndpoint.Ack {
        private final long number;
        private boolean answered;

        Once(long number) {
            this.number = number;
        }

        @Override
        public void answer(Object... arguments) {
            if (!answered) {
                answered = true;
                List<Buffer> attachments = new ArrayList<>(0);
                JsonArray data = (JsonArray) Attachments.takeOut(new JsonArray(Arrays.asList(arguments)), attachments);
                send(SocketPacket.ack(namespace, number, data, attachments.size()), attachments);
            }
        }
    }
}
