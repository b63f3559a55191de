package dev.carillon.socket;

import dev.carillon.endpoint.Account;
import dev.carillon.endpoint.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import java.util.List;

/**
 * What goes out to one session: its own frames and those of the channels it listens to, in one order, with a bound on what
 * waits. Confined to the event loop of its session.
 */
final class SessionOutput {
    /** How the client keeps up with what is written. */
    enum Pace {
        /** No more waits than may. */
        STEADY,
        /** It has been given everything, after some of it had to be dropped. */
        CAUGHT_UP,
        /** More waits than may and nothing can be dropped: the client is too slow to be kept. */
        TOO_SLOW
    }

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
        served.metrics().dropped(DropCause.GONE, outbox.clear(DropCause.GONE));
        core.wantTurnEnd();
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

    /** A message that was published to many, to this session alone. */
    void published(Account account, byte[] text) {
        ByteBuf frame = ctx.alloc().directBuffer(FrameWriter.size(text.length));
        if (deflate != null) {
            deflate.frame(frame, FrameWriter.TEXT, text, text.length);
        } else {
            FrameWriter.frame(frame, FrameWriter.TEXT, text, text.length);
        }
        distribute();
        Segment segment = Segment.own(frame, 1, account);
        shared(segment);
        segment.release();
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

    /** Frames that many sessions share, and this one no longer takes. */
    void refused(Segment segment) {
        segment.lost(DropCause.GONE);
        served.metrics().dropped(DropCause.GONE, segment.messages());
    }

    /** Writes what waits, as far as the client reads; drops what may be dropped of the rest. */
    Pace flush() {
        if (!handshaken) {
            return Pace.STEADY;
        }
        if (outbox.flush(ctx, served.metrics()) == Outbox.Status.SENT) {
            return outbox.wasBehind() ? Pace.CAUGHT_UP : Pace.STEADY;
        }
        return shed() ? Pace.STEADY : Pace.TOO_SLOW;
    }

    /** Drops what the endpoint lets be dropped; returns whether no more waits than may. */
    private boolean shed() {
        int limit = core.settings().maxPendingBytes();
        switch (served.slowClients()) {
            case DROP_OLDEST -> dropped(outbox.dropOldest(ctx, limit));
            case LATEST_ONLY -> dropped(outbox.keepLatest() + outbox.dropOldest(ctx, limit));
            case DISCONNECT -> {
                return outbox.pendingBytes(ctx) <= limit;
            }
        }
        // What the connection holds already cannot be dropped, and is bounded by the connection
        return outbox.queuedBytes() <= limit && outbox.noticeBytes() <= limit;
    }

    private void dropped(int messages) {
        served.metrics().dropped(DropCause.SLOW, messages);
        core.slowClients().dropped(messages);
    }

    /** The client is too slow to be kept: forgets what waits for it. */
    void giveUp() {
        served.metrics().dropped(DropCause.SLOW, outbox.clear(DropCause.SLOW));
        core.slowClients().disconnected();
    }

    private ByteBuf append(int length, int messages) {
        distribute();
        core.touch(session);
        return outbox.append(ctx, FrameWriter.size(length), messages);
    }

    /** What was published before goes before. */
    private void distribute() {
        for (Membership membership : memberships) {
            if (membership.audience.hasPublished()) {
                membership.audience.distribute();
            }
        }
    }
}
