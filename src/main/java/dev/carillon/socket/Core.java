package dev.carillon.socket;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Bus;
import dev.carillon.bus.Downlink;
import dev.carillon.bus.Event;
import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.Quota;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One core's state and its turn: everything that the event loop brings in one pass is gathered, and at the end the bridge gets one
 * Uplink and each session one write. Confined to the event loop of the verticle that created it.
 */
final class Core {
    private final Context context;
    private final int port;
    private final SocketSettings settings;
    private final Quota quota;
    private final CoreMetrics metrics;
    private final Deflate deflate;
    private final BridgeProxy bridge;
    private final ChannelIndex channels;
    private final SlowClientLog slowClients;
    private final Handler<Void> turnEnd = done -> turnEnded();

    // Touched only on this core's event loop
    private final List<Session> sessions = new ArrayList<>();
    private final List<ServedEndpoint> endpoints = new ArrayList<>();
    private List<Session> touched = new ArrayList<>();
    private List<Session> spare = new ArrayList<>();
    private boolean turnEndScheduled;
    private long oldestPushNs;
    private final Moments accepted = new Moments();
    private Runnable whenEmpty = () -> {};

    Core(Context context, SocketSettings settings, Quota quota, CoreMetrics metrics, Bus bus, int number, int port) {
        this.context = context;
        this.port = port;
        this.settings = settings;
        this.quota = quota;
        this.metrics = metrics;
        this.deflate = new Deflate(settings.deflateLevel(), settings.deflateMinBytes());
        this.bridge = new BridgeProxy(bus, number, this::wantTurnEnd);
        this.slowClients = new SlowClientLog(settings.maxPendingBytes());
        this.channels = new ChannelIndex(bridge, ByteBufAllocator.DEFAULT, deflate, metrics.ledger());
    }

    /** That this core listens on. */
    int port() {
        return port;
    }

    SocketSettings settings() {
        return settings;
    }

    CoreMetrics metrics() {
        return metrics;
    }

    Deflate deflate() {
        return deflate;
    }

    BridgeProxy bridge() {
        return bridge;
    }

    ChannelIndex channels() {
        return channels;
    }

    SlowClientLog slowClients() {
        return slowClients;
    }

    /** The sessions that are open, in no order. */
    List<Session> sessions() {
        return sessions;
    }

    List<ServedEndpoint> endpoints() {
        return endpoints;
    }

    void serve(ServedEndpoint endpoint) {
        endpoints.add(endpoint);
    }

    /** Asks for {@link #turnEnded()} after all that is already queued on the event loop. */
    void wantTurnEnd() {
        if (!turnEndScheduled) {
            turnEndScheduled = true;
            context.runOnContext(turnEnd);
        }
    }

    /** The session has something to write at the turn's end. */
    void touch(Session session) {
        if (!session.touched) {
            session.touched = true;
            touched.add(session);
            wantTurnEnd();
        }
    }

    void enter(Session session) {
        session.position = sessions.size();
        sessions.add(session);
    }

    void leave(Session session) {
        Session moved = sessions.remove(sessions.size() - 1);
        if (moved != session) {
            sessions.set(session.position, moved);
            moved.position = session.position;
        }
        quota.give();
        if (sessions.isEmpty()) {
            context.runOnContext(done -> whenEmpty.run());
        }
    }

    /** Calls {@code action} once no session is left and the last has told its endpoint so. */
    void whenEmpty(Runnable action) {
        if (sessions.isEmpty()) {
            action.run();
        } else {
            whenEmpty = action;
        }
    }

    /** Takes what the bridge sent in one turn. */
    void receive(Downlink downlink) {
        for (Event event : downlink.events()) {
            if (event instanceof Event.Delivery delivery) {
                if (channels.publish(delivery)) {
                    heard(delivery);
                }
            } else if (event instanceof Event.Answer answer) {
                bridge.answered(answer);
            } else if (event instanceof Event.Missed missed) {
                channels.missed(missed);
            } else if (event instanceof Event.Reached reached) {
                channels.reached(reached.channel(), reached.position());
            } else if (event instanceof Event.Seek seek) {
                bridge.found(seek.seek(), seek(seek.session(), seek.close()));
            } else if (event instanceof Event.Forgotten) {
                bridge.forgotten();
            }
        }
        wantTurnEnd();
    }

    private void heard(Event.Delivery delivery) {
        if (oldestPushNs == 0) {
            oldestPushNs = delivery.receivedNs();
        }
        if (delivery.acceptedMs() != 0) {
            accepted.add(delivery.acceptedMs());
        }
    }

    private SessionInfo seek(UUID id, boolean close) {
        for (Session session : sessions) {
            if (session.id().equals(id)) {
                if (close) {
                    session.close(CloseCodes.NORMAL, "Closed by the server", CloseCause.API);
                }
                return session.info();
            }
        }
        for (ServedEndpoint endpoint : endpoints) {
            SessionInfo found = endpoint.endpoint().seek(id, close);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void turnEnded() {
        turnEndScheduled = false;
        for (ServedEndpoint endpoint : endpoints) {
            endpoint.endpoint().turnEnded();
        }
        bridge.turnEnded();
        channels.distribute();
        List<Session> written = touched;
        touched = spare;
        for (Session session : written) {
            session.touched = false;
            session.flush();
        }
        metrics.turnEnded(written.size());
        written.clear();
        spare = written;
        if (oldestPushNs != 0) {
            metrics.delivered(System.nanoTime() - oldestPushNs);
            oldestPushNs = 0;
        }
        if (!accepted.isEmpty()) {
            long nowMs = System.currentTimeMillis();
            accepted.drain(acceptedMs -> metrics.writtenAfter(nowMs - acceptedMs));
        }
    }
}
