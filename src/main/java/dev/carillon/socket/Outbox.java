package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;

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
    private Segment head;
    private ArrayDeque<Segment> rest;
    private int queuedBytes;

    // Frames for this session alone, not yet a segment
    private ByteBuf open;
    private int openMessages;
    private Ending ending = Ending.NONE;

    Outbox(boolean deflate) {
        this.deflate = deflate;
    }

    /** The buffer to append a frame to that goes to this session alone. */
    ByteBuf append(ChannelHandlerContext ctx, int bytes, int messages) {
        if (open == null) {
            open = ctx.alloc().directBuffer(Math.max(FIRST_CAPACITY, bytes));
        }
        openMessages += messages;
        return open;
    }

    /** Appends frames that many sessions share; takes a reference. */
    void add(Segment segment) {
        seal();
        enqueue(segment.retain());
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
        return head == null && open == null;
    }

    /** Writes as much as the connection takes, with one flush where that is enough. */
    Status flush(ChannelHandlerContext ctx, CoreMetrics.ByEndpoint metrics) {
        seal();
        Channel channel = ctx.channel();
        while (head != null && channel.isWritable()) {
            do {
                Segment segment = poll();
                metrics.sent(segment.messages(), segment.bytes(deflate));
                ByteBuf view = segment.view(deflate);
                segment.release();
                if (ending != Ending.NONE && head == null) {
                    ctx.write(view).addListener(ending == Ending.CLOSE ? ChannelFutureListener.CLOSE : SHUT_DOWN);
                } else {
                    ctx.write(view, ctx.voidPromise());
                }
            } while (head != null && channel.isWritable());
            ctx.flush();
        }
        return head == null ? Status.SENT : Status.QUEUED;
    }

    /** Bytes that the connection has yet to take. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Bytes that the client has yet to take, here and in the connection. */
    long pendingBytes(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer connection = ctx.channel().unsafe().outboundBuffer();
        return queuedBytes + (connection == null ? 0 : connection.totalPendingWriteBytes());
    }

    /**
     * Drops broadcasts, the oldest first, until at most {@code bytes} wait.
     *
     * @return how many messages were dropped; what is left may still be more than {@code bytes} when no broadcast is left
     */
    int dropBroadcasts(ChannelHandlerContext ctx, long bytes) {
        seal();
        int dropped = 0;
        long excess = pendingBytes(ctx) - bytes;
        ArrayDeque<Segment> kept = new ArrayDeque<>();
        while (head != null && excess > 0) {
            Segment segment = poll();
            if (segment.isBroadcast()) {
                dropped += segment.messages();
                excess -= segment.bytes(deflate);
                segment.release();
            } else {
                kept.add(segment);
            }
        }
        while (!kept.isEmpty()) {
            putFirst(kept.pollLast());
        }
        return dropped;
    }

    /** Lets go of everything. */
    int clear() {
        seal();
        int messages = 0;
        while (head != null) {
            Segment segment = poll();
            messages += segment.messages();
            segment.release();
        }
        return messages;
    }

    private void seal() {
        if (open != null) {
            Segment segment = Segment.own(open, openMessages);
            open = null;
            openMessages = 0;
            enqueue(segment);
        }
    }

    private void enqueue(Segment segment) {
        queuedBytes += segment.bytes(deflate);
        if (head == null) {
            head = segment;
        } else {
            if (rest == null) {
                rest = new ArrayDeque<>(4);
            }
            rest.add(segment);
        }
    }

    private void putFirst(Segment segment) {
        queuedBytes += segment.bytes(deflate);
        if (head != null) {
            if (rest == null) {
                rest = new ArrayDeque<>(4);
            }
            rest.addFirst(head);
        }
        head = segment;
    }

    private Segment poll() {
        Segment segment = head;
        queuedBytes -= segment.bytes(deflate);
        head = rest == null ? null : rest.poll();
        if (head == null) {
            rest = null;
        }
        return segment;
    }
}
