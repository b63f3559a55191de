package dev.carillon.socket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The client's half of permessage-deflate, without context takeover (RFC 7692, section 7.2). Pure. */
final class ClientDeflate {
    /** An offer that the server accepts. */
    static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    /** The reserved bit of a compressed message. */
    static final int RSV1 = 4;

    private static final byte[] TAIL = Frames.hex("00 00 ff ff");

    private ClientDeflate() {}

    static byte[] compress(byte[] message) {
        return compress(message, Deflater.SYNC_FLUSH);
    }

    /** Compressed so that several in a row, with the tails that were cut off put back, are one compressed message. */
    static byte[] compressForRepetition(byte[] message) {
        return Frames.concat(compress(message, Deflater.FULL_FLUSH), TAIL);
    }

    static byte[] decompress(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Frames.concat(payload, TAIL));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            int n;
            while ((n = inflater.inflate(chunk)) > 0) {
                message.write(chunk, 0, n);
            }
            if (inflater.getRemaining() > 0) {
                throw new IllegalStateException("Something follows the compressed message");
            }
            return message.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    private static byte[] compress(byte[] message, int flush) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(message);
            byte[] compressed = new byte[message.length + message.length / 100 + 64];
            int length = deflater.deflate(compressed, 0, compressed.length, flush);
            return Arrays.copyOf(compressed, length - TAIL.length);
        } finally {
            deflater.end();
        }
    }
}
