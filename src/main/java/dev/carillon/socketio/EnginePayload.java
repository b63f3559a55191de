package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Several packets in the body of one HTTP message (engine.io-protocol, version 4, "Payload encoding"): separated by the character
 * 0x1e, binary data as {@code b} and Base64. Pure.
 */
final class EnginePayload {
    private static final byte SEPARATOR = 0x1e;
    private static final byte BINARY = 'b';

    private EnginePayload() {}

    static Buffer encode(Iterable<EnginePacket> packets) {
        Buffer payload = Buffer.buffer();
        for (EnginePacket packet : packets) {
            if (payload.length() > 0) {
                payload.appendByte(SEPARATOR);
            }
            if (packet.binary()) {
                payload.appendByte(BINARY)
                        .appendBytes(Base64.getEncoder().encode(packet.data().getBytes()));
            } else {
                payload.appendByte(packet.digit()).appendBuffer(packet.data());
            }
        }
        return payload;
    }

    static List<EnginePacket> decode(Buffer payload) throws MalformedException {
        List<EnginePacket> packets = new ArrayList<>(1);
        int from = 0;
        while (from <= payload.length()) {
            int to = from;
            while (to < payload.length() && payload.getByte(to) != SEPARATOR) {
                to++;
            }
            packets.add(packet(payload.slice(from, to)));
            from = to + 1;
        }
        return packets;
    }

    private static EnginePacket packet(Buffer encoded) throws MalformedException {
        if (encoded.length() == 0 || encoded.getByte(0) != BINARY) {
            return EnginePacket.decode(encoded);
        }
        try {
            byte[] base64 = encoded.getBytes(1, encoded.length());
            return EnginePacket.message(Buffer.buffer(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("Binary data is not in Base64");
        }
    }
}
