package dev.carillon.socketio;

import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.Peer;
import dev.carillon.endpoint.SessionCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A WebSocket to which a polling session is about to move (engine.io-protocol, version 4, "Upgrade"). The session may live on another
 * core, A; the WebSocket is on this one, B. Nothing that is published meanwhile is lost, doubled or out of order:
 *
 * <ol>
 *   <li>The client's probe comes: B begins to gather what is published; the last message before has a number, s.
 *   <li>The client's last word on the old transport comes: A is asked for the session. Once A has seen s and owes nothing, it gives the
 *       session away, with all that waits for the client; the last message in that has a number, n.
 *   <li>Once B has seen n, it sends what A gave, then what it gathered behind n, and from then on what is published.
 * </ol>
 *
 * <p>While the session is on its way, nothing is read from the client. Confined to the event loop of the WebSocket's core.
 */
final class Upgrade implements Line {
    private enum State {
        /** The session's core is asked whether the session may move. */
        RESERVING,
        /** It may; the probe is awaited. */
        RESERVED,
        /** The WebSocket was found to work; the client ends its polling. */
        PROBED,
        /** The client has changed; the session is awaited. */
        RELEASING,
        /** It is over. */
        ENDED
    }

    private static final String PROBE = "probe";

    // More than may ever be unanswered: nothing is read
    private static final int EVERYTHING = 2_000_000;

    private final Client.House house;
    private final Progress progress;
    private final SessionCounts counts;
    private final Owners owners;
    private final Sid sid;
    private final Peer peer;
    private final Consumer<WebSocketTransport> done;
    private final long patienceMs;
    private final long deadlineNs;
    private final Gathering gathered;

    // Touched only on this core's event loop; holds no more than what one read brought
    private final Deque<EnginePacket> waiting = new ArrayDeque<>();
    private State state = State.RESERVING;
    private boolean deaf;
    private long since;

    /**
     * @param sessions of this core
     * @param done gets what takes this object's place
     */
    Upgrade(PollingSessions sessions, Owners owners, Sid sid, Peer peer, Consumer<WebSocketTransport> done) {
        this.house = sessions.house();
        this.progress = sessions.progress();
        this.counts = sessions.counts();
        this.owners = owners;
        this.sid = sid;
        this.peer = peer;
        this.done = done;
        this.patienceMs = house.settings().upgradeTimeout().toMillis();
        this.deadlineNs = System.nanoTime() + house.settings().upgradeTimeout().toNanos();
        this.gathered =
                new Gathering(house.context().channels(), house.settings().maxPendingBytes());
    }

    void begin() {
        listen(false);
        owners.ask(sid.core(), new Errand.Reserve(sid.id(), peer.id()), patienceMs, this::reserved);
    }

    @Override
    public void received(EnginePacket packet) throws MalformedException {
        if (state == State.RESERVING || state == State.RELEASING) {
            waiting.add(packet);
        } else if (state == State.RESERVED && packet.is(EnginePacket.Type.PING, PROBE)) {
            probed();
        } else if (state == State.PROBED && packet.is(EnginePacket.Type.UPGRADE, "")) {
            release();
        } else if (state != State.ENDED) {
            throw new MalformedException("Not what a change of the transport consists of");
        }
    }

    @Override
    public void look(long nowNs) {
        if (state != State.ENDED && nowNs - deadlineNs >= 0) {
            close(Ending.IDLE);
        }
    }

    @Override
    public void close(Ending why) {
        abandon();
        WebSocketTransport.close(peer, why);
    }

    @Override
    public void closed() {
        abandon();
    }

    private void reserved(Object answer) {
        boolean free = Boolean.TRUE.equals(answer);
        if (state != State.RESERVING) {
            if (free) {
                owners.tell(sid.core(), new Errand.Abandon(sid.id(), peer.id()));
            }
        } else if (free) {
            state = State.RESERVED;
            listen(true);
            takeWaiting(this);
        } else {
            state = State.ENDED;
            listen(true);
            WebSocketTransport.close(peer, Ending.PROTOCOL);
        }
    }

    private void probed() {
        state = State.PROBED;
        since = progress.lastNumber();
        gathered.begin(house.namespaces().channels());
        owners.tell(sid.core(), new Errand.Probed(sid.id(), peer.id()));
        peer.sendText(EnginePacket.text(EnginePacket.Type.PONG, PROBE).encode());
    }

    private void release() {
        state = State.RELEASING;
        listen(false);
        owners.ask(sid.core(), new Errand.Release(sid.id(), peer.id(), since), patienceMs, this::released);
    }

    private void released(Object answer) {
        if (state == State.RELEASING && answer instanceof Moved moved) {
            progress.whenReached(moved.lastNumber(), () -> arrived(moved));
        } else if (state == State.RELEASING) {
            close(Ending.PROTOCOL);
        } else if (answer instanceof Moved moved) {
            lost(moved);
        }
    }

    private void arrived(Moved moved) {
        if (state != State.RELEASING) {
            lost(moved);
            return;
        }
        if (gathered.isIncomplete()) {
            lost(moved);
            close(Ending.SLOW);
            return;
        }
        state = State.ENDED;
        gathered.end();
        WebSocketTransport transport = new WebSocketTransport(house, moved, peer);
        List<String> channels = transport.client().channels();
        gathered.after(moved.lastNumber(), channels, house.namespaces()).forEach(transport::send);
        channels.forEach(transport::join);
        done.accept(transport);
        listen(true);
        takeWaiting(transport);
    }

    private void lost(Moved moved) {
        moved.packets().forEach(parcel -> parcel.gone(house.context().channels()));
        house.context().turnWanted().run();
    }

    private void takeWaiting(Line line) {
        try {
            for (EnginePacket packet = waiting.poll(); packet != null && peer.isOpen(); packet = waiting.poll()) {
                line.received(packet);
                if (line == this && (state == State.RESERVING || state == State.RELEASING)) {
                    return;
                }
            }
        } catch (MalformedException malformed) {
            line.close(Ending.PROTOCOL);
        } catch (RuntimeException bug) {
            counts.bug(bug);
            line.close(Ending.BUG);
        }
    }

    /** The session stays where it is, if it does not move already. */
    private void abandon() {
        if (state != State.ENDED) {
            if (state != State.RESERVING) {
                owners.tell(sid.core(), new Errand.Abandon(sid.id(), peer.id()));
            }
            state = State.ENDED;
            gathered.end();
            waiting.clear();
            listen(true);
        }
    }

    /** Whether anything more is read from the client. */
    private void listen(boolean more) {
        if (deaf == more) {
            deaf = !more;
            if (more) {
                peer.settle(EVERYTHING);
            } else {
                peer.owe(EVERYTHING);
            }
        }
    }
}
