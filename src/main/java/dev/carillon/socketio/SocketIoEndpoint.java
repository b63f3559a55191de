package dev.carillon.socketio;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.BoardEndpoint;
import dev.carillon.endpoint.Endpoint;
import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.EventEndpoint;
import dev.carillon.endpoint.GapNotice;
import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.Message;
import dev.carillon.endpoint.Peer;
import dev.carillon.endpoint.SessionCounts;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The board for the clients of Socket.IO: Engine.IO version 4 and Socket.IO version 5, by WebSocket, by HTTP long-polling, and by
 * change from the second to the first. Confined to the event loop of its core.
 */
public final class SocketIoEndpoint implements Endpoint {
    static final String NAME = "socketio";

    private static final String ECHO = "/echo";

    // How many looks the shortest of all timeouts takes
    private static final long LOOKS = 10;
    private static final long LONGEST_LOOK_MS = 500;

    private final Namespaces namespaces;
    private final PollingSessions sessions;
    private final PollingDoor polling;
    private final WebSocketDoor webSockets;
    private final Lines lines;

    public SocketIoEndpoint(SocketIoSettings settings, EndpointContext context) {
        this.namespaces = new Namespaces(served(settings, context));
        Client.House house = new Client.House(settings, context, namespaces);
        this.sessions = new PollingSessions(house, new Progress(context, namespaces.channels()));
        Owners owners = new Owners(context.vertx().eventBus(), context.core(), sessions);
        this.lines = new Lines(context.port());
        this.polling = new PollingDoor(settings, context, sessions, owners);
        this.webSockets = new WebSocketDoor(house, sessions, owners, lines);
        context.vertx().setPeriodic(lookMs(settings), timer -> look(System.nanoTime()));
    }

    @Override
    public List<String> channels() {
        return List.of();
    }

    @Override
    public List<String> held() {
        return namespaces.channels();
    }

    @Override
    public byte[] rendered(Event.Delivery published) {
        return rendered(published.channel(), published.payload());
    }

    @Override
    public byte[] announced(Gap gap) {
        return rendered(gap.channel(), GapNotice.event(gap));
    }

    private byte[] rendered(String channel, byte[] event) {
        EnginePacket packet = namespaces.rendered(channel, event);
        return packet == null ? null : packet.encode();
    }

    @Override
    public String objection(Handshake handshake) {
        HandshakeError fault = webSockets.fault(handshake);
        return fault == null ? null : fault.json();
    }

    @Override
    public Handler<HttpServerRequest> plainHttp() {
        return polling;
    }

    @Override
    public SessionInfo seek(UUID id, boolean close) {
        SessionInfo found = sessions.seek(id, close);
        return found != null ? found : lines.seek(id, close);
    }

    @Override
    public void countWith(SessionCounts counts) {
        sessions.countWith(counts);
    }

    @Override
    public List<Runnable> draining() {
        return sessions.drain();
    }

    @Override
    public void opened(Peer peer, Handshake handshake) {
        webSockets.opened(peer, handshake);
    }

    @Override
    public void text(Peer peer, Message message) {
        webSockets.text(peer, message);
    }

    @Override
    public void binary(Peer peer, Message message) {
        webSockets.binary(peer, message);
    }

    @Override
    public void caughtUp(Peer peer) {
        ((Line) peer.attachment()).caughtUp();
    }

    @Override
    public void closed(Peer peer) {
        lines.closed(peer);
    }

    @Override
    public void turnEnded() {
        sessions.turnEnded();
    }

    private void look(long nowNs) {
        sessions.look(nowNs);
        lines.look(nowNs);
        polling.look(nowNs);
    }

    private static Map<String, EventEndpoint> served(SocketIoSettings settings, EndpointContext context) {
        Map<String, EventEndpoint> served = new HashMap<>();
        served.put(SocketPacket.MAIN, new BoardEndpoint(context));
        if (settings.echo()) {
            served.put(ECHO, new EchoEvents());
        }
        return served;
    }

    private static long lookMs(SocketIoSettings settings) {
        long shortestMs = Stream.of(
                        settings.pingInterval(),
                        settings.pingTimeout(),
                        settings.connectTimeout(),
                        settings.upgradeTimeout())
                .mapToLong(Duration::toMillis)
                .min()
                .orElseThrow();
        return Math.max(1, Math.min(LONGEST_LOOK_MS, shortestMs / LOOKS));
    }
}
