package dev.carillon.socket;

import dev.carillon.testing.WsClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The bytes of what a client sends: right frames and wrong ones. Pure. */
final class Frames {
    static final byte[] NOTHING = {};

    private static final int MASK_BIT = 0x80;

    private Frames() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes written as hexadecimal digits, spaces between. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    /** ASCII of a length, in which no place looks like its neighbourhood. */
    static byte[] ascii(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('!' + (i * 31 + i / 94 + i / 8836) % 94);
        }
        return text;
    }

    static byte[] text(String text) {
        return WsClient.textFrame(text);
    }

    static byte[] binary(byte[] data) {
        return WsClient.frame(WsClient.BINARY, true, 0, data);
    }

    /** The first frame of a message that goes on. */
    static byte[] first(int opcode, byte[] payload) {
        return WsClient.frame(opcode, false, 0, payload);
    }

    static byte[] first(String text) {
        return first(WsClient.TEXT, utf8(text));
    }

    /** A frame in the middle of a message. */
    static byte[] more(byte[] payload) {
        return WsClient.frame(WsClient.CONTINUATION, false, 0, payload);
    }

    static byte[] more(String text) {
        return more(utf8(text));
    }

    /** The last frame of a message that began before. */
    static byte[] last(byte[] payload) {
        return WsClient.frame(WsClient.CONTINUATION, true, 0, payload);
    }

    static byte[] last(String text) {
        return last(utf8(text));
    }

    static byte[] ping(byte[] payload) {
        return WsClient.frame(WsClient.PING, true, 0, payload);
    }

    static byte[] ping(String payload) {
        return ping(utf8(payload));
    }

    static byte[] pong(byte[] payload) {
        return WsClient.frame(WsClient.PONG, true, 0, payload);
    }

    static byte[] pong(String payload) {
        return pong(utf8(payload));
    }

    static byte[] close(int code, byte[] reason) {
        byte[] body = ByteBuffer.allocate(2 + reason.length)
                .putShort((short) code)
                .put(reason)
                .array();
        return closeBody(body);
    }

    static byte[] close(int code) {
        return close(code, NOTHING);
    }

    /** A close frame with whatever body. */
    static byte[] closeBody(byte[] body) {
        return WsClient.frame(WsClient.CLOSE, true, 0, body);
    }

    /** A message in fragments of so many octets. */
    static byte[] fragmented(int opcode, byte[] payload, int octets) {
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from < payload.length; from += octets) {
            int to = Math.min(payload.length, from + octets);
            frames.add(WsClient.frame(
                    from == 0 ? opcode : WsClient.CONTINUATION,
                    to == payload.length,
                    0,
                    Arrays.copyOfRange(payload, from, to)));
        }
        return concat(frames.toArray(byte[][]::new));
    }

    /** A whole frame with a mask of one's own; null: not masked at all. At most 125 octets. */
    static byte[] masked(int opcode, byte[] payload, byte[] mask) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        frame.write((mask == null ? 0 : MASK_BIT) | payload.length);
        if (mask != null) {
            frame.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(mask == null ? payload[i] : payload[i] ^ mask[i & 3]);
        }
        return frame.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
