package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.Message;
import dev.carillon.endpoint.Peer;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Where WebSockets arrive: those of new sessions, and those to which polling sessions move (engine.io-protocol, version 4,
 * "WebSocket"). Confined to the event loop of its core.
 */
final class WebSocketDoor {
    static final String TRANSPORT = "websocket";

    private final Client.House house;
    private final EndpointContext context;
    private final PollingSessions sessions;
    private final Owners owners;
    private final Lines lines;

    WebSocketDoor(Client.House house, PollingSessions sessions, Owners owners, Lines lines) {
        this.house = house;
        this.context = house.context();
        this.sessions = sessions;
        this.owners = owners;
        this.lines = lines;
    }

    /** What is wrong with a handshake, or null. Of another core's sessions only that core knows whether they exist. */
    HandshakeError fault(Handshake handshake) {
        String transport = handshake.param("transport");
        String sid = handshake.param("sid");
        if (!TRANSPORT.equals(transport)) {
            return PollingDoor.TRANSPORT.equals(transport)
                    ? HandshakeError.BAD_REQUEST
                    : HandshakeError.UNKNOWN_TRANSPORT;
        }
        if (sid == null) {
            return PollingDoor.VERSION.equals(handshake.param("EIO")) ? null : HandshakeError.UNSUPPORTED_VERSION;
        }
        Sid parsed = Sid.parse(sid);
        boolean unknown = parsed == null || parsed.core() == context.core() && !sessions.has(parsed.id());
        return unknown ? HandshakeError.UNKNOWN_SID : null;
    }

    void opened(Peer peer, Handshake handshake) {
        String asked = handshake.param("sid");
        if (asked == null) {
            lines.open(peer, new WebSocketTransport(house, Identity.of(peer.id(), handshake), peer));
            Sid sid = new Sid(peer.id(), context.core());
            peer.sendText(PollingDoor.opened(sid, house.settings(), List.of()).encode());
        } else {
            Upgrade upgrade =
                    new Upgrade(sessions, owners, Sid.parse(asked), peer, transport -> lines.move(peer, transport));
            lines.open(peer, upgrade);
            upgrade.begin();
        }
    }

    void text(Peer peer, Message message) {
        received(peer, message, EnginePacket::decode);
    }

    void binary(Peer peer, Message message) {
        received(peer, message, EnginePacket::message);
    }

    private void received(Peer peer, Message message, Decoder decoder) {
        Line line = (Line) peer.attachment();
        if (message.size() > house.settings().maxPayloadBytes()) {
            line.close(Ending.TOO_BIG);
            return;
        }
        try {
            line.received(decoder.decode(Buffer.buffer(message.bytes())));
        } catch (MalformedException malformed) {
            line.close(Ending.PROTOCOL);
        }
    }

    /** Makes a packet of a WebSocket's message. */
    private interface Decoder {
        EnginePacket decode(Buffer message) throws MalformedException;
    }
}
