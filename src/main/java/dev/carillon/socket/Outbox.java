package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What waits to be written to one session, in order. Gathers a turn's frames, hands the connection no more than it takes, and
 * keeps the rest. Confined to the event loop of its session.
 */
final class Outbox {
    /** What became of what was to be written. */
    enum Status {
        /** All of it is with the connection. */
        SENT,
        /** Some of it waits until the client has read more. */
        QUEUED
    }

    private enum Ending {
        /** More may follow. */
        NONE,
        /** The connection is closed behind what is here. */
        CLOSE,
        /** Our half of the connection is closed behind what is here, so that the client reads it before it is cut off. */
        SHUT_DOWN_OUTPUT
    }

    private static final int FIRST_CAPACITY = 256;
    private static final ChannelFutureListener SHUT_DOWN = written -> {
        if (written.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    };

    private final boolean deflate;
    private final Backlog backlog;

    // Frames for this session alone, not yet a segment
    private ByteBuf open;
    private int openMessages;
    private Ending ending = Ending.NONE;

    // What the client has to be told first; null when nothing was dropped
    private Losses losses;
    private boolean behind;

    Outbox(boolean deflate) {
        this.deflate = deflate;
        this.backlog = new Backlog(deflate);
    }

    /** The buffer to append a frame to that goes to this session alone. */
    ByteBuf append(ChannelHandlerContext ctx, int bytes, int messages) {
        if (open == null) {
            open = ctx.alloc().directBuffer(Math.max(FIRST_CAPACITY, bytes));
        }
        openMessages += messages;
        return open;
    }

    /** Appends a segment; takes a reference. */
    void add(Segment segment) {
        seal();
        backlog.add(segment.retain());
    }

    /** Nothing follows what is here; the connection is closed when it has been written. */
    void markLast() {
        ending = Ending.CLOSE;
    }

    /** Nothing follows what is here; the client is to read it although it may still be sending. */
    void markFailed() {
        ending = Ending.SHUT_DOWN_OUTPUT;
    }

    boolean isEmpty() {
        return open == null && isWritten();
    }

    /** Writes as much as the connection takes, with one flush where that is enough. */
    Status flush(ChannelHandlerContext ctx, CoreMetrics.ByEndpoint metrics) {
        seal();
        Channel channel = ctx.channel();
        while (!isWritten() && channel.isWritable()) {
            do {
                if (losses != null && losses.isDue()) {
                    writeNotices(ctx, metrics);
                } else {
                    writeNext(ctx, metrics);
                }
            } while (!isWritten() && channel.isWritable());
            ctx.flush();
        }
        return isWritten() ? Status.SENT : Status.QUEUED;
    }

    private boolean isWritten() {
        return backlog.isEmpty() && losses == null;
    }

    private void writeNext(ChannelHandlerContext ctx, CoreMetrics.ByEndpoint metrics) {
        Segment segment = backlog.poll();
        if (losses != null) {
            losses.oneWritten();
        }
        metrics.sent(segment.messages(), segment.bytes(deflate));
        segment.delivered();
        ByteBuf view = segment.view(deflate);
        segment.release();
        write(ctx, view);
    }

    private void writeNotices(ChannelHandlerContext ctx, CoreMetrics.ByEndpoint metrics) {
        List<byte[]> notices = losses.notices();
        losses = null;
        ByteBuf frames = ctx.alloc().directBuffer();
        for (byte[] notice : notices) {
            FrameWriter.frame(frames, FrameWriter.TEXT, notice, notice.length);
        }
        metrics.sent(notices.size(), frames.readableBytes());
        write(ctx, frames);
    }

    private void write(ChannelHandlerContext ctx, ByteBuf frames) {
        if (ending != Ending.NONE && isWritten()) {
            ctx.write(frames).addListener(ending == Ending.CLOSE ? ChannelFutureListener.CLOSE : SHUT_DOWN);
        } else {
            ctx.write(frames, ctx.voidPromise());
        }
    }

    /** Bytes that the connection has yet to take. */
    long queuedBytes() {
        return backlog.bytes();
    }

    /** Bytes that it takes to tell the client of what was dropped. */
    long noticeBytes() {
        return losses == null ? 0 : losses.bytes();
    }

    /** Bytes that the client has yet to take, here and in the connection. */
    long pendingBytes(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer connection = ctx.channel().unsafe().outboundBuffer();
        return backlog.bytes() + (connection == null ? 0 : connection.totalPendingWriteBytes());
    }

    /** Whether something was dropped since this was last asked; to be asked when all is written. */
    boolean wasBehind() {
        boolean was = behind;
        behind = false;
        return was;
    }

    /**
     * Drops broadcasts, the oldest first, until at most {@code bytes} wait. The client is told before it gets what was kept.
     *
     * @return how many messages were dropped; what is left may still be more than {@code bytes} when no broadcast is left
     */
    int dropOldest(ChannelHandlerContext ctx, long bytes) {
        long excess = pendingBytes(ctx) - bytes;
        if (excess <= 0) {
            return 0;
        }
        Deque<Segment> kept = new ArrayDeque<>();
        int dropped = 0;
        while (excess > 0 && !backlog.isEmpty()) {
            Segment segment = backlog.poll();
            if (segment.isBroadcast()) {
                excess -= segment.bytes(deflate);
                dropped += drop(segment, kept.size());
            } else {
                kept.add(segment);
            }
        }
        while (!kept.isEmpty()) {
            backlog.addFirst(kept.pollLast());
        }
        return dropped;
    }

    /**
     * Drops all broadcasts but the newest segment of each audience. The client is told before it gets what was kept.
     *
     * @return how many messages were dropped
     */
    int keepLatest() {
        Deque<Segment> waiting = new ArrayDeque<>();
        Set<Audience> heard = new HashSet<>();
        Set<Segment> latest = new HashSet<>();
        while (!backlog.isEmpty()) {
            Segment segment = backlog.pollLast();
            waiting.addFirst(segment);
            if (!segment.isBroadcast() || heard.add(segment.audience())) {
                latest.add(segment);
            }
        }
        int dropped = 0;
        int kept = 0;
        for (Segment segment : waiting) {
            if (latest.contains(segment)) {
                backlog.add(segment);
                kept++;
            } else {
                dropped += drop(segment, kept);
            }
        }
        return dropped;
    }

    private int drop(Segment segment, int before) {
        if (losses == null) {
            losses = new Losses();
        }
        losses.add(segment, before);
        behind = true;
        segment.lost(DropCause.SLOW);
        segment.release();
        return segment.messages();
    }

    /** Lets go of everything. */
    int clear(DropCause cause) {
        seal();
        int messages = 0;
        while (!backlog.isEmpty()) {
            Segment segment = backlog.poll();
            messages += segment.messages();
            segment.lost(cause);
            segment.release();
        }
        losses = null;
        return messages;
    }

    private void seal() {
        if (open != null) {
            backlog.add(Segment.own(open, openMessages, null));
            open = null;
            openMessages = 0;
        }
    }
}
