package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import java.util.zip.Inflater;

/**
 * The end of what a client has sent compressed so far, to which its next message may refer (RFC 7692, section 7.1.1.2). Confined
 * to the event loop of its session.
 */
final class DeflateHistory {
    private static final int FIRST_CAPACITY = 256;

    private final int maxBytes;
    private byte[] bytes = {};
    private int length;

    DeflateHistory(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Has what comes next understood as what follows the history. */
    void giveTo(Inflater inflater) {
        if (length > 0) {
            inflater.setDictionary(bytes, 0, length);
        }
    }

    /** The message comes after all that came before; its indices stay. */
    void append(ByteBuf message) {
        int added = Math.min(maxBytes, message.readableBytes());
        int kept = Math.min(length, maxBytes - added);
        if (kept + added > bytes.length) {
            byte[] larger = new byte[Math.min(maxBytes, Math.max(FIRST_CAPACITY, (kept + added) * 2))];
            System.arraycopy(bytes, length - kept, larger, 0, kept);
            bytes = larger;
        } else if (kept < length) {
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
        }
        message.getBytes(message.writerIndex() - added, bytes, kept, added);
        length = kept + added;
    }
}
