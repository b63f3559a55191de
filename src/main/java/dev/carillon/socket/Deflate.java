package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and decompresses whole messages (RFC 7692, section 7.2), one pair of zlib streams for all sessions of a core: what a
 * client may refer back to is kept with its session. Confined to the event loop of its core.
 */
final class Deflate {
    /** Thrown when a message would be larger than allowed once decompressed. */
    static final class TooBigException extends Exception {
        TooBigException() {
            super("The message is too big", null, false, false);
        }
    }

    // What a sender cuts from the end of each message and a receiver puts back
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    // Put back, and a last block without content behind it: it is found only if the message ends where a block does
    private static final byte[] END = {0, 0, (byte) 0xff, (byte) 0xff, 1, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final int CHUNK = 8192;

    private final int minBytes;
    private final Deflater deflater;
    private final Inflater inflater = new Inflater(true);
    private byte[] out = new byte[CHUNK];
    private int outLength;

    Deflate(int level, int minBytes) {
        this.deflater = new Deflater(level, true);
        this.minBytes = minBytes;
    }

    /** Appends a message as a frame, compressed where that makes it smaller. */
    void frame(ByteBuf frames, int opcode, byte[] message, int length) {
        if (worthwhile(length) && compress(message, length) < length) {
            FrameWriter.deflatedFrame(frames, opcode, out, outLength);
        } else {
            FrameWriter.frame(frames, opcode, message, length);
        }
    }

    /** Whether a message of so many bytes is worth compressing. */
    boolean worthwhile(int bytes) {
        return bytes >= minBytes && bytes > 0;
    }

    private int compress(byte[] message, int length) {
        deflater.reset();
        deflater.setInput(message, 0, length);
        outLength = 0;
        int n;
        do {
            if (outLength == out.length) {
                out = Arrays.copyOf(out, out.length * 2);
            }
            n = deflater.deflate(out, outLength, out.length - outLength, Deflater.SYNC_FLUSH);
            outLength += n;
        } while (outLength == out.length || n > 0 && !deflater.needsInput());
        outLength -= TAIL.length;
        return outLength;
    }

    /**
     * Decompresses a whole message.
     *
     * @param message its bytes as they came; its reader index moves to its end
     * @param maxBytes most bytes that it may become
     * @param history what the client may refer back to, and which the message becomes part of; null: nothing
     * @return a new buffer
     * @throws DataFormatException when it is not deflated data
     */
    ByteBuf decompress(ByteBufAllocator alloc, ByteBuf message, int maxBytes, DeflateHistory history)
            throws DataFormatException, TooBigException {
        byte[] compressed = new byte[message.readableBytes() + END.length];
        message.readBytes(compressed, 0, compressed.length - END.length);
        System.arraycopy(END, 0, compressed, compressed.length - END.length, END.length);
        inflater.reset();
        if (history != null) {
            history.giveTo(inflater);
        }
        inflater.setInput(compressed);
        ByteBuf text = alloc.buffer((int) Math.min(maxBytes, compressed.length * 4L));
        try {
            byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(256, compressed.length * 4L))];
            int n;
            while ((n = inflater.inflate(chunk)) > 0) {
                if (text.readableBytes() + n > maxBytes) {
                    throw new TooBigException();
                }
                text.writeBytes(chunk, 0, n);
            }
            if (!inflater.finished()) {
                throw new DataFormatException("not a deflated message");
            }
            if (history != null) {
                history.append(text);
            }
            return text.retain();
        } finally {
            text.release();
        }
    }

    /** Frees the native memory. */
    void close() {
        deflater.end();
        inflater.end();
    }
}
