package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes whole WebSocket frames, as a server sends them: unmasked (RFC 6455, section 5.2). Pure. */
final class FrameWriter {
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MAX_REASON_BYTES = 123;

    private FrameWriter() {}

    /** How many bytes a frame with so large a payload takes. */
    static int size(int payload) {
        return payload + (payload < 126 ? 2 : payload < 65536 ? 4 : 10);
    }

    static void frame(ByteBuf out, int opcode, byte[] payload, int length) {
        header(out, FIN | opcode, length);
        out.writeBytes(payload, 0, length);
    }

    static void frame(ByteBuf out, int opcode, ByteBuf payload) {
        header(out, FIN | opcode, payload.readableBytes());
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    /** A message that permessage-deflate compressed (RFC 7692, section 7.2.1). */
    static void deflatedFrame(ByteBuf out, int opcode, byte[] payload, int length) {
        header(out, FIN | RSV1 | opcode, length);
        out.writeBytes(payload, 0, length);
    }

    /** @param reason cut where it would not fit into a control frame */
    static void close(ByteBuf out, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON_BYTES);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        header(out, FIN | CLOSE, 2 + length);
        out.writeShort(code);
        out.writeBytes(text, 0, length);
    }

    /** A close frame without a code, the answer to one without (section 5.5.1). */
    static void emptyClose(ByteBuf out) {
        header(out, FIN | CLOSE, 0);
    }

    private static void header(ByteBuf out, int first, int length) {
        out.writeByte(first);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 65536) {
            out.writeByte(126);
            out.writeShort(length);
        } else {
            out.writeByte(127);
            out.writeLong(length);
        }
    }
}
