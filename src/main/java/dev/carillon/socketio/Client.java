package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.EventEndpoint;
import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.Hello;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One client, whichever its transport: the namespaces that it is connected to, its heartbeat, and what its packets do. Confined to the
 * event loop of its session.
 */
final class Client {
    /** What all clients of a core have in common. Immutable. */
    record House(SocketIoSettings settings, EndpointContext context, Namespaces namespaces) {}

    private static final long CONNECTED = Long.MAX_VALUE;

    private final House house;
    private final Identity identity;
    private final Transport transport;
    private final Heartbeat heartbeat;
    private final PacketReader reader;

    // Touched only on the session's event loop
    private final List<SocketPeer> sockets = new ArrayList<>(1);
    private long connectByNs;

    /** A client that has just come. */
    Client(House house, Identity identity, Transport transport, long nowNs) {
        this.house = house;
        this.identity = identity;
        this.transport = transport;
        this.heartbeat = new Heartbeat(house.settings(), nowNs);
        this.reader = new PacketReader(house.settings(), null);
        this.connectByNs = nowNs + house.settings().connectTimeout().toNanos();
    }

    /** A client that had another transport before. */
    Client(House house, Moved moved, Transport transport) {
        this.house = house;
        this.identity = moved.identity();
        this.transport = transport;
        this.heartbeat = new Heartbeat(house.settings(), 0);
        heartbeat.resume(moved.pinged(), moved.heartbeatNs());
        this.reader = new PacketReader(house.settings(), moved.begun());
        this.connectByNs = moved.connectByNs();
        moved.sockets().forEach((namespace, id) -> sockets.add(new SocketPeer(transport, namespace, id)));
    }

    Identity identity() {
        return identity;
    }

    /** The channels of the namespaces that the client is connected to. */
    List<String> channels() {
        List<String> channels = new ArrayList<>(1);
        sockets.forEach(socket ->
                channels.addAll(house.namespaces().get(socket.namespace()).channels()));
        return channels;
    }

    /** The client as it goes on with another transport; this object is of no more use. */
    Moved move(List<Parcel> packets, long lastNumber) {
        Map<String, String> ids = new LinkedHashMap<>();
        sockets.forEach(socket -> ids.put(socket.namespace(), socket.id()));
        closed();
        return new Moved(
                identity,
                ids,
                heartbeat.isPinged(),
                heartbeat.deadlineNs(),
                connectByNs,
                reader.begun(),
                List.copyOf(packets),
                lastNumber);
    }

    /** Nothing more can be sent. */
    void closed() {
        sockets.forEach(SocketPeer::disconnected);
    }

    /** Messages were dropped for the client, and it reads again. */
    void caughtUp() {
        sockets.forEach(socket -> house.namespaces().get(socket.namespace()).caughtUp(socket));
    }

    /** Pings the client, or closes its session, when it is time to. */
    void look(long nowNs) {
        Heartbeat.Sign sign = heartbeat.look(nowNs);
        if (sign == Heartbeat.Sign.DEAD) {
            transport.close(Ending.DEAD);
        } else if (connectByNs != CONNECTED && nowNs - connectByNs >= 0) {
            transport.close(Ending.IDLE);
        } else if (sign == Heartbeat.Sign.PING) {
            transport.send(EnginePacket.PING);
        }
    }

    /** Takes a packet from the client. */
    void receive(EnginePacket packet) throws MalformedException {
        switch (packet.type()) {
            case MESSAGE -> {
                SocketPacket whole = reader.read(packet);
                if (whole != null) {
                    receive(whole);
                }
            }
            case PONG -> heartbeat.answered(System.nanoTime());
            case CLOSE -> transport.close(Ending.CLIENT);
            default -> throw new MalformedException("A client sends no " + packet.type());
        }
    }

    private void receive(SocketPacket packet) throws MalformedException {
        SocketPeer socket = socket(packet.namespace());
        switch (packet.type()) {
            case CONNECT -> connect(packet, socket);
            case DISCONNECT -> disconnect(known(socket));
            case EVENT, BINARY_EVENT -> event(packet, known(socket));
            // Nothing is asked of clients that they could answer
            default -> known(socket);
        }
    }

    private void connect(SocketPacket packet, SocketPeer socket) throws MalformedException {
        if (socket != null) {
            throw new MalformedException("The client is connected already");
        }
        String namespace = packet.namespace();
        EventEndpoint events = house.namespaces().get(namespace);
        if (events == null) {
            send(SocketPacket.refused(namespace, "Invalid namespace"));
            return;
        }
        SocketPeer peer = new SocketPeer(transport, namespace, UUID.randomUUID().toString());
        sockets.add(peer);
        connectByNs = CONNECTED;
        send(SocketPacket.connected(namespace, peer.id()));
        if (identity.greeted()) {
            peer.emit("hello", Hello.identity(identity.id().toString(), house.context()));
        }
        events.channels().forEach(transport::join);
        events.opened(peer, new Introduction((JsonObject) packet.data()));
    }

    private void disconnect(SocketPeer socket) {
        sockets.remove(socket);
        socket.disconnected();
        house.namespaces().get(socket.namespace()).channels().forEach(transport::leave);
    }

    private void event(SocketPacket packet, SocketPeer socket) {
        List<Object> arguments = new ArrayList<>();
        for (Object argument : ((JsonArray) packet.data()).getList()) {
            arguments.add(json(argument));
        }
        String name = arguments.remove(0).toString();
        house.namespaces().get(socket.namespace()).event(socket, name, arguments, socket.ack(packet.id()));
    }

    private void send(SocketPacket packet) {
        transport.send(EnginePacket.message(packet.encode()));
    }

    private SocketPeer socket(String namespace) {
        for (SocketPeer socket : sockets) {
            if (socket.namespace().equals(namespace)) {
                return socket;
            }
        }
        return null;
    }

    private static SocketPeer known(SocketPeer socket) throws MalformedException {
        if (socket == null) {
            throw new MalformedException("The client is not connected to this namespace");
        }
        return socket;
    }

    @SuppressWarnings("unchecked") // The maps of a JsonObject have texts for keys
    private static Object json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject((Map<String, Object>) map);
        }
        return value instanceof List<?> list ? new JsonArray(list) : value;
    }

    /** What a client says when it connects to a namespace. */
    private record Introduction(JsonObject said) implements Handshake {
        @Override
        public String param(String name) {
            return null;
        }

        @Override
        public JsonObject auth() {
            return said == null ? new JsonObject() : said;
        }
    }
}
