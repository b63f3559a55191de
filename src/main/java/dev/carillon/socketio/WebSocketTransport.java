package dev.carillon.socketio;

import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.Peer;
import java.util.Locale;

/** A client on its WebSocket: each packet is a message. Confined to the event loop of its session. */
final class WebSocketTransport implements Transport, Line {
    // RFC 6455, section 7.4.1
    private static final int NORMAL = 1000;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int INTERNAL_ERROR = 1011;

    private final Peer peer;
    private final Client client;
    private final Channels channels;

    /** A client that comes with a WebSocket. */
    WebSocketTransport(Client.House house, Identity identity, Peer peer) {
        this.peer = peer;
        this.channels = house.context().channels();
        this.client = new Client(house, identity, this, System.nanoTime());
    }

    /** A client that polled before. */
    WebSocketTransport(Client.House house, Moved moved, Peer peer) {
        this.peer = peer;
        this.channels = house.context().channels();
        this.client = new Client(house, moved, this);
        moved.packets().forEach(this::send);
    }

    /** Sends a packet that was to be fetched by polling, or came while the transport changed. */
    void send(Parcel parcel) {
        if (parcel.isPublished()) {
            parcel.unqueued(channels);
            peer.sendPublished(parcel.channel(), parcel.packet().encode());
        } else {
            send(parcel.packet());
        }
    }

    Client client() {
        return client;
    }

    /** Closes a WebSocket of this protocol. */
    static void close(Peer peer, Ending why) {
        int code = switch (why) {
            case CLIENT, API -> NORMAL;
            case TOO_BIG -> TOO_BIG;
            case BUG -> INTERNAL_ERROR;
            default -> POLICY;
        };
        peer.close(code, why.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void received(EnginePacket packet) throws MalformedException {
        client.receive(packet);
    }

    @Override
    public void look(long nowNs) {
        if (peer.isOpen()) {
            client.look(nowNs);
        }
    }

    @Override
    public void caughtUp() {
        client.caughtUp();
    }

    @Override
    public void closed() {
        client.closed();
    }

    @Override
    public boolean isOpen() {
        return peer.isOpen();
    }

    @Override
    public void send(EnginePacket packet) {
        if (packet.binary()) {
            peer.sendBinary(packet.data().getBytes());
        } else {
            peer.sendText(packet.encode());
        }
    }

    @Override
    public void join(String channel) {
        peer.join(channel);
    }

    @Override
    public void leave(String channel) {
        peer.leave(channel);
    }

    @Override
    public void owe(int messages) {
        peer.owe(messages);
    }

    @Override
    public void settle(int messages) {
        peer.settle(messages);
    }

    @Override
    public void close(Ending why) {
        close(peer, why);
    }
}
