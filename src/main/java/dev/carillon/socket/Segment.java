package dev.carillon.socket;

import io.netty.buffer.ByteBuf;

/**
 * Frames in a row that are written as one. Those of a broadcast are shared by all sessions it goes to: each holds a reference
 * until it has written or dropped it. Immutable; the references are counted on the event loop of one core.
 */
final class Segment {
    private final ByteBuf plain;
    private final ByteBuf deflated;
    private final int messages;
    private final boolean broadcast;
    private int references = 1;

    private Segment(ByteBuf plain, ByteBuf deflated, int messages, boolean broadcast) {
        this.plain = plain;
        this.deflated = deflated;
        this.messages = messages;
        this.broadcast = broadcast;
    }

    /** Frames for one session alone; takes over the buffer. */
    static Segment own(ByteBuf frames, int messages) {
        return new Segment(frames, frames, messages, false);
    }

    /**
     * Frames for many sessions; takes over the buffers.
     *
     * @param plain for sessions without permessage-deflate, null when there is none
     * @param deflated for sessions with it, may be the same as {@code plain}, null when there is none
     */
    static Segment shared(ByteBuf plain, ByteBuf deflated, int messages) {
        return new Segment(plain, deflated, messages, true);
    }

    /** How many messages it holds; control frames are none. */
    int messages() {
        return messages;
    }

    /** Whether it may be dropped for a client that reads slowly. */
    boolean isBroadcast() {
        return broadcast;
    }

    int bytes(boolean withDeflate) {
        return (withDeflate ? deflated : plain).readableBytes();
    }

    Segment retain() {
        references++;
        return this;
    }

    /** A view to write, which holds a reference of its own to the bytes. */
    ByteBuf view(boolean withDeflate) {
        return (withDeflate ? deflated : plain).retainedDuplicate();
    }

    void release() {
        if (--references == 0) {
            if (plain != null) {
                plain.release();
            }
            if (deflated != null && deflated != plain) {
                deflated.release();
            }
        }
    }
}
