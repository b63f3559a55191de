package dev.carillon.socket;

import dev.carillon.endpoint.Rendering;
import dev.carillon.endpoint.SlowClients;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import java.util.List;

/**
 * What goes out to one session: its own frames and those of the channels it listens to, in one order, with a bound on what
 * waits. Confined to the event loop of its session.
 */
final class SessionOutput {
    private static final Membership[] NONE = {};

    private final Core core;
    private final ServedEndpoint served;
    private final Session session;
    private final Deflate deflate;
    private final Outbox outbox;

    private ChannelHandlerContext ctx;
    private Membership[] memberships = NONE;
    private boolean handshaken;

    /** @param deflate null when permessage-deflate was not agreed upon */
    SessionOutput(Core core, ServedEndpoint served, Session session, Deflate deflate) {
        this.core = core;
        this.served = served;
        this.session = session;
        this.deflate = deflate;
        this.outbox = new Outbox(deflate != null);
    }

    /** Where to write to. */
    void attach(ChannelHandlerContext context) {
        ctx = context;
    }

    /** From now on what is published on the endpoint's channels goes to the session. */
    void joinAll() {
        List<String> channels = served.endpoint().channels();
        for (int i = 0; i < channels.size(); i++) {
            join(channels.get(i), served.endpoint());
        }
    }

    /** From now on what is published on the channel goes to the session. */
    void join(String channel, Rendering rendering) {
        memberships = Arrays.copyOf(memberships, memberships.length + 1);
        memberships[memberships.length - 1] = core.channels().join(channel, rendering, session);
    }

    /** What is published on the channel from now on does not go to the session. */
    void leave(String channel) {
        for (int i = 0; i < memberships.length; i++) {
            Membership membership = memberships[i];
            if (membership.audience.channel().name.equals(channel)) {
                membership.audience.distribute();
                core.channels().leave(membership);
                memberships[i] = memberships[memberships.length - 1];
                memberships = Arrays.copyOf(memberships, memberships.length - 1);
                return;
            }
        }
    }

    /** The connection is gone: lets go of everything. */
    void close() {
        for (Membership membership : memberships) {
            core.channels().leave(membership);
        }
        memberships = NONE;
        served.metrics().dropped(DropCause.GONE, outbox.clear());
    }

    /** The answer to the handshake is on its way: frames may follow. */
    void open() {
        handshaken = true;
        core.touch(session);
    }

    boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** A whole message to this session alone. */
    void message(int opcode, byte[] message, int length) {
        ByteBuf out = append(length, 1);
        if (deflate != null) {
            deflate.frame(out, opcode, message, length);
        } else {
            FrameWriter.frame(out, opcode, message, length);
        }
    }

    void control(int opcode, ByteBuf payload) {
        FrameWriter.frame(append(payload.readableBytes(), 0), opcode, payload);
    }

    /** A close frame; nothing is sent behind it. */
    void closeFrame(int code, String reason) {
        FrameWriter.close(append(2 + reason.length(), 0), code, reason);
    }

    /** The answer to a close frame: the connection ends behind it. */
    void closeAnswer(int code) {
        if (code < 0) {
            FrameWriter.emptyClose(append(0, 0));
        } else {
            closeFrame(code, "");
        }
        outbox.markLast();
    }

    /** The connection ends behind what waits. */
    void markLast() {
        outbox.markLast();
    }

    /** Nothing follows what waits, and the client is to read it although it may still be sending. */
    void markFailed() {
        outbox.markFailed();
    }

    /** Frames that many sessions share. */
    void shared(Segment segment) {
        outbox.add(segment);
        core.touch(session);
    }

    /**
     * Writes what waits, as far as the client reads; drops what may be dropped of the rest.
     *
     * @return whether no more waits than may; otherwise the client is too slow to be kept
     */
    boolean flush() {
        if (!handshaken || outbox.flush(ctx, served.metrics()) == Outbox.Status.SENT) {
            return true;
        }
        int limit = core.settings().maxPendingBytes();
        if (outbox.pendingBytes(ctx) <= limit) {
            return true;
        }
        if (served.slowClients() != SlowClients.DROP) {
            return false;
        }
        int dropped = outbox.dropBroadcasts(ctx, limit);
        served.metrics().dropped(DropCause.SLOW, dropped);
        core.slowClients().dropped(dropped);
        // What the connection holds already cannot be dropped, and is bounded by the connection
        return outbox.queuedBytes() <= limit;
    }

    /** The client is too slow to be kept: forgets what waits for it. */
    void giveUp() {
        served.metrics().dropped(DropCause.SLOW, outbox.clear());
        core.slowClients().disconnected();
    }

    private ByteBuf append(int length, int messages) {
        // What was published before goes before
        for (Membership membership : memberships) {
            if (membership.audience.hasPublished()) {
                membership.audience.distribute();
            }
        }
        core.touch(session);
        return outbox.append(ctx, FrameWriter.size(length), messages);
    }
}
