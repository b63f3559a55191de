package dev.carillon.socket;

import dev.carillon.endpoint.Account;
import io.netty.buffer.ByteBuf;

/**
 * Frames in a row that are written as one. Those of a broadcast are shared by all sessions it goes to: each holds a reference
 * until it has written or dropped it. Immutable; the references are counted on the event loop of one core.
 */
final class Segment {
    private final ByteBuf plain;
    private final ByteBuf deflated;
    private final int messages;
    private final Account account;
    private final Audience audience;
    private final Range range;
    private int references = 1;

    private Segment(ByteBuf plain, ByteBuf deflated, int messages, Account account, Audience audience, Range range) {
        this.plain = plain;
        this.deflated = deflated;
        this.messages = messages;
        this.account = account;
        this.audience = audience;
        this.range = range;
    }

    /**
     * Frames for one session alone; takes over the buffer.
     *
     * @param account where its messages are counted, or null
     */
    static Segment own(ByteBuf frames, int messages, Account account) {
        return new Segment(frames, frames, messages, account, null, null);
    }

    /**
     * Frames for many sessions; takes over the buffers.
     *
     * @param audience that they were published to
     * @param range null when its messages have no offsets
     * @param plain for sessions without permessage-deflate, null when there is none
     * @param deflated for sessions with it, may be the same as {@code plain}, null when there is none
     */
    static Segment shared(Audience audience, Range range, ByteBuf plain, ByteBuf deflated, int messages) {
        return new Segment(plain, deflated, messages, audience.channel().account, audience, range);
    }

    /** How many messages it holds; control frames are none. */
    int messages() {
        return messages;
    }

    /** Whether it may be dropped for a client that reads slowly. */
    boolean isBroadcast() {
        return audience != null;
    }

    /** Null when it is no broadcast. */
    Audience audience() {
        return audience;
    }

    /** Null when its messages have no offsets. */
    Range range() {
        return range;
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

    // ---- what is counted, once for each session

    void queued() {
        if (account != null) {
            account.queued(messages);
        }
    }

    void unqueued() {
        if (account != null) {
            account.unqueued(messages);
        }
    }

    void delivered() {
        if (account != null) {
            account.delivered(messages);
        }
    }

    void lost(DropCause cause) {
        if (account != null) {
            switch (cause) {
                case SLOW -> account.dropped(messages);
                case GONE -> account.gone(messages);
            }
        }
    }
}
