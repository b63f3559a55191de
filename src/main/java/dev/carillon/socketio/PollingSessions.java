package dev.carillon.socketio;

import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.SessionCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The polling sessions that a core owns. Confined to the event loop of its core. */
final class PollingSessions implements Owners.Clerk {
    // The WebSocket's core knows better when a change is over; this is for the case that it is gone
    private static final long GRACE_NS = 2_000_000_000L;

    private final Client.House house;
    private final EndpointContext context;
    private final Progress progress;

    // Touched only on this core's event loop
    private final Map<UUID, PollingSession> sessions = new HashMap<>();
    private final Map<String, PollingRoom> rooms = new HashMap<>();
    private List<PollingSession> touched = new ArrayList<>();
    private SessionCounts counts;
    private boolean draining;

    PollingSessions(Client.House house, Progress progress) {
        this.house = house;
        this.context = house.context();
        this.progress = progress;
        house.namespaces()
                .channels()
                .forEach(channel ->
                        rooms.put(channel, new PollingRoom(context.channels(), house.namespaces(), channel)));
    }

    void countWith(SessionCounts sessionCounts) {
        counts = sessionCounts;
    }

    SessionCounts counts() {
        return counts;
    }

    Client.House house() {
        return house;
    }

    Progress progress() {
        return progress;
    }

    /** Opens a session, or returns null when there is no place for one. */
    Sid open(Handshake handshake, long nowNs) {
        if (draining || !context.quota().take()) {
            counts.refused(draining ? "stopping" : "full");
            return null;
        }
        Identity identity = Identity.of(UUID.randomUUID(), handshake);
        sessions.put(identity.id(), new PollingSession(this, identity, counts, nowNs));
        counts.opened();
        return new Sid(identity.id(), context.core());
    }

    boolean has(UUID id) {
        return sessions.containsKey(id);
    }

    @Override
    public void run(Errand errand, Consumer<Object> answer) {
        PollingSession session = sessions.get(errand.session());
        if (session == null) {
            boolean request = errand instanceof Errand.Poll || errand instanceof Errand.Post;
            answer.accept(request ? HttpAnswer.UNKNOWN_SID : null);
        } else if (errand instanceof Errand.Poll poll) {
            session.poll(poll.ticket(), answer);
        } else if (errand instanceof Errand.Post post) {
            session.post(post.payload(), answer);
        } else if (errand instanceof Errand.Broken broken) {
            session.broken(broken.ticket());
        } else if (errand instanceof Errand.Oversized) {
            session.close(Ending.TOO_BIG);
        } else if (errand instanceof Errand.Reserve reserve) {
            long patienceNs = house.settings().upgradeTimeout().toNanos() + GRACE_NS;
            answer.accept(session.reserve(reserve.by(), System.nanoTime() + patienceNs));
        } else if (errand instanceof Errand.Probed probed) {
            session.probed(probed.by());
        } else if (errand instanceof Errand.Release release) {
            session.release(release.by(), release.since(), answer);
        } else if (errand instanceof Errand.Abandon abandon) {
            session.abandon(abandon.by());
        }
    }

    /** As {@link dev.carillon.endpoint.Endpoint#seek}. */
    SessionInfo seek(UUID id, boolean close) {
        PollingSession session = sessions.get(id);
        if (session == null) {
            return null;
        }
        if (close) {
            session.close(Ending.API);
        }
        return new SessionInfo(
                id,
                SocketIoEndpoint.NAME,
                "polling",
                context.port(),
                session.identity().openedMs());
    }

    void look(long nowNs) {
        List.copyOf(sessions.values()).forEach(session -> session.look(nowNs));
    }

    void turnEnded() {
        List<PollingSession> now = touched;
        touched = new ArrayList<>();
        for (PollingSession session : now) {
            session.touched = false;
            session.turnEnded();
        }
    }

    /** As {@link dev.carillon.endpoint.Endpoint#draining}. */
    List<Runnable> drain() {
        draining = true;
        return sessions.values().stream()
                .<Runnable>map(session -> session::depart)
                .toList();
    }

    /** Whether a client that has its answer finds nobody to poll any more. */
    boolean isDraining() {
        return draining;
    }

    // ---- called by the sessions

    /** Asks for {@link PollingSession#turnEnded()}. */
    void touch(PollingSession session) {
        if (!session.touched) {
            session.touched = true;
            touched.add(session);
            context.turnWanted().run();
        }
    }

    void later(long ms, Runnable action) {
        context.vertx().setTimer(ms, timer -> action.run());
    }

    void join(String channel, PollingSession session) {
        rooms.get(channel).join(session);
    }

    void leave(String channel, PollingSession session) {
        rooms.get(channel).leave(session);
    }

    void closed(PollingSession session, Ending why) {
        sessions.remove(session.identity().id());
        context.quota().give();
        counts.closed(why);
        context.turnWanted().run();
    }
}
