package dev.carillon.socketio;

import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.Peer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The WebSockets of a core. Confined to the event loop of its core. */
final class Lines {
    private final int port;

    // Touched only on this core's event loop
    private final Set<Line> all = new LinkedHashSet<>();
    private final Map<UUID, WebSocketTransport> moved = new HashMap<>();

    /** @param port that the core listens on */
    Lines(int port) {
        this.port = port;
    }

    /** The peer is answered by this line from now on. */
    void open(Peer peer, Line line) {
        peer.attach(line);
        all.add(line);
    }

    /** A session that polled has moved to its WebSocket; it keeps its id. */
    void move(Peer peer, WebSocketTransport transport) {
        all.remove((Line) peer.attachment());
        open(peer, transport);
        moved.put(transport.client().identity().id(), transport);
    }

    void closed(Peer peer) {
        Line line = (Line) peer.attachment();
        all.remove(line);
        if (line instanceof WebSocketTransport transport) {
            moved.remove(transport.client().identity().id());
        }
        line.closed();
    }

    void look(long nowNs) {
        List.copyOf(all).forEach(line -> line.look(nowNs));
    }

    /** As {@link dev.carillon.endpoint.Endpoint#seek}, for sessions that polled before. */
    SessionInfo seek(UUID id, boolean close) {
        WebSocketTransport transport = moved.get(id);
        if (transport == null) {
            return null;
        }
        if (close) {
            transport.close(Ending.API);
        }
        long openedMs = transport.client().identity().openedMs();
        return new SessionInfo(id, SocketIoEndpoint.NAME, "websocket", port, openedMs);
    }
}
