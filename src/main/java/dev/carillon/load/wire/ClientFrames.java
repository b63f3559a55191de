package dev.carillon.load.wire;

import io.netty.buffer.ByteBuf;

/** Writes whole WebSocket frames as a client sends them, masked (RFC 6455, sections 5.2 and 5.3). Pure. */
public final class ClientFrames {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private ClientFrames() {}

    /** How many bytes a frame with so large a payload takes. */
    public static int size(int payload) {
        return payload + (payload < 126 ? 6 : payload < 65536 ? 8 : 14);
    }

    /** @param mask that no attacker can know; for a tester any will do */
    public static void frame(ByteBuf out, int opcode, byte[] payload, int length, int mask) {
        header(out, opcode, length, mask);
        int shift = 24;
        for (int i = 0; i < length; i++) {
            out.writeByte(payload[i] ^ mask >>> shift);
            shift = shift - 8 & 31;
        }
    }

    private static void header(ByteBuf out, int opcode, int length, int mask) {
        out.writeByte(FIN | opcode);
        if (length < 126) {
            out.writeByte(MASKED | length);
        } else if (length < 65536) {
            out.writeByte(MASKED | 126);
            out.writeShort(length);
        } else {
            out.writeByte(MASKED | 127);
            out.writeLong(length);
        }
        out.writeInt(mask);
    }
}
