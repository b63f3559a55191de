package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.zip.DataFormatException;

/**
 * Makes whole messages of data frames: puts fragments together, decompresses, checks text. Confined to the event loop of its
 * session.
 */
final class MessageReader {
    /** The client sent what cannot be accepted; the session ends with the code. */
    static final class RejectedException extends Exception {
        private final int code;
        private final transient CloseCause cause;

        private RejectedException(int code, String message, CloseCause cause) {
            super(message, null, false, false);
            this.code = code;
            this.cause = cause;
        }

        int code() {
            return code;
        }

        CloseCause closeCause() {
            return cause;
        }
    }

    private static final int RSV1 = 4;

    private final Deflate deflate;
    private final int maxBytes;
    private final int historyBytes;
    private DeflateHistory history;
    private Reassembly partial;
    private boolean text;

    /**
     * @param deflate null when permessage-deflate was not agreed upon
     * @param historyBytes how far back a compressed message may refer into earlier ones; 0: not at all
     */
    MessageReader(Deflate deflate, int historyBytes, int maxBytes) {
        this.deflate = deflate;
        this.historyBytes = historyBytes;
        this.maxBytes = maxBytes;
    }

    boolean inflates() {
        return deflate != null;
    }

    /** Whether the message that {@link #read} returned last is text. */
    boolean lastWasText() {
        return text;
    }

    /**
     * Takes a data frame; the decoder has checked that fragments come in a right order.
     *
     * @return a whole message, whose reference is the caller's, or null when more fragments must come
     */
    ByteBuf read(ByteBufAllocator alloc, WebSocketFrame frame) throws RejectedException {
        boolean continued = frame instanceof ContinuationWebSocketFrame;
        boolean deflated = frame.rsv() == RSV1 && deflate != null && !continued;
        if (frame.rsv() != 0 && !deflated) {
            throw new RejectedException(CloseCodes.PROTOCOL_ERROR, "Reserved bits are set", CloseCause.PROTOCOL);
        }
        if (!continued) {
            text = frame instanceof TextWebSocketFrame;
            if (frame.isFinalFragment()) {
                return whole(alloc, frame.content(), deflated, false);
            }
            partial = new Reassembly(alloc, text, deflated);
        }
        return fragment(alloc, frame);
    }

    /** Lets go of what has come of a message. */
    void release() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    private ByteBuf fragment(ByteBufAllocator alloc, WebSocketFrame frame) throws RejectedException {
        if (partial.size() + frame.content().readableBytes() > maxBytes) {
            throw tooBig();
        }
        if (!partial.mayBeText(frame.content())) {
            throw badText();
        }
        partial.add(frame.content());
        if (!frame.isFinalFragment()) {
            return null;
        }
        Reassembly complete = partial;
        partial = null;
        try {
            text = complete.text;
            if (!complete.complete()) {
                throw badText();
            }
            return whole(alloc, complete.content(), complete.deflated, true);
        } finally {
            complete.release();
        }
    }

    private ByteBuf whole(ByteBufAllocator alloc, ByteBuf content, boolean deflated, boolean checked)
            throws RejectedException {
        ByteBuf message = deflated ? decompress(alloc, content) : content.retain();
        if (text && (deflated || !checked) && !Utf8.isValid(message)) {
            message.release();
            throw badText();
        }
        return message;
    }

    private ByteBuf decompress(ByteBufAllocator alloc, ByteBuf content) throws RejectedException {
        try {
            if (history == null && historyBytes > 0) {
                history = new DeflateHistory(historyBytes);
            }
            return deflate.decompress(alloc, content, maxBytes, history);
        } catch (Deflate.TooBigException e) {
            throw tooBig();
        } catch (DataFormatException e) {
            throw new RejectedException(CloseCodes.BAD_TEXT, "The message cannot be decompressed", CloseCause.PROTOCOL);
        }
    }

    private RejectedException tooBig() {
        return new RejectedException(
                CloseCodes.TOO_BIG, "Messages may have " + maxBytes + " bytes at most", CloseCause.TOO_BIG);
    }

    private static RejectedException badText() {
        return new RejectedException(CloseCodes.BAD_TEXT, "Text is not UTF-8", CloseCause.BAD_TEXT);
    }
}
