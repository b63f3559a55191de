package dev.carillon.load.run;

import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Reason;
import dev.carillon.load.wire.Socket;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;

/**
 * One connection of the run, from the attempt to its end. A client that tries again, or comes back, is a new one with the same
 * place. Confined to the event loop of its lane.
 */
abstract class Client extends Socket {
    static final int NOWHERE = -1;

    /** Which client it is, of all workers' clients. */
    final int index;

    final Run run;
    final Lane lane;
    /** When its place was to connect first. */
    final long dueUs;

    private final Batch batch;
    private final Connections connections;
    private final int attempt;
    private Future<?> timeout;
    private int slot = NOWHERE;
    private boolean counted;
    private boolean settled;

    Client(Place place, Handshake handshake) {
        super(handshake);
        index = place.index();
        run = place.run();
        lane = place.lane();
        batch = place.batch();
        connections = place.connections();
        attempt = place.attempt();
        dueUs = place.dueUs();
    }

    /** The connection is open. */
    abstract void opened();

    /** A text has come. */
    abstract void text(ByteBuf bytes, int from, int length);

    /** Whether it is owed something that has not come. */
    boolean isOwed() {
        return false;
    }

    /** No more will come: counts what is missing. Called once. */
    void account(boolean wasCut) {}

    /** What the one that comes back in its place goes on with, or null when that one starts anew. */
    Resumption resumption() {
        return null;
    }

    /** The place of the one that comes in its place. */
    final Place again(Connections by, Batch of, int next) {
        return new Place(run, lane, by, index, of, next, dueUs, resumption());
    }

    /** Whether it is still to be counted as connecting when it is open. */
    boolean isDoneWhenOpen() {
        return true;
    }

    void timeout(Future<?> pending) {
        timeout = pending;
    }

    int slot() {
        return slot;
    }

    void slot(int now) {
        slot = now;
    }

    int attempt() {
        return attempt;
    }

    /** Settles its account, once. */
    final void settle(boolean wasCut) {
        if (!settled) {
            settled = true;
            account(wasCut);
        }
    }

    /** It has done all that it had to. */
    final void done() {
        if (!counted && (attempt >= 0 || !isDoneWhenOpen())) {
            counted = true;
            batch.done();
        }
    }

    @Override
    protected final void onOpen() {
        timeout.cancel(false);
        lane.counters.connected++;
        lane.counters.open++;
        if (attempt < 0) {
            lane.counters.reconnected++;
            lane.away.remove(index);
        }
        lane.roster.add(this);
        opened();
        if (isDoneWhenOpen() && attempt >= 0) {
            done();
        }
    }

    @Override
    protected final void onText(ByteBuf bytes, int from, int length) {
        lane.counters.bytesReceived += length;
        text(bytes, from, length);
    }

    @Override
    protected final void onEnd(int code, String why) {
        lane.sockets--;
        timeout.cancel(false);
        if (slot == NOWHERE) {
            notConnected(why);
            return;
        }
        lane.roster.remove(this);
        lane.counters.open--;
        boolean wasCut = !why.isEmpty() && !settled;
        boolean comesBack = wasCut && run.plan().connecting().reconnect() && !run.isStopping();
        if (comesBack && resumption() != null) {
            lane.away.put(index, this);
        } else {
            settle(wasCut);
        }
        if (wasCut) {
            lane.counters.cut++;
            lane.reason(why);
        }
        if (comesBack) {
            lane.counters.askedBack += reconnectInMs() < 0 ? 0 : 1;
            connections.comeBack(this, batch, reconnectInMs());
        } else {
            done();
        }
    }

    private void notConnected(String why) {
        lane.counters.attemptsFailed++;
        lane.reason(why);
        if (attempt >= 0 && attempt < run.plan().connecting().retries() && !run.isStopping()) {
            lane.counters.retries++;
            connections.tryAgain(this, batch);
        } else if (attempt < 0 && !run.isStopping()) {
            connections.comeBack(this, batch, -1);
        } else {
            gaveUp(why);
            done();
        }
    }

    private void gaveUp(String why) {
        if (attempt >= 0) {
            lane.counters.failed++;
            lane.counters.shortOfOwn += Reason.isOwnShortage(why) ? 1 : 0;
        }
    }
}
