package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;

/**
 * One packet of Engine.IO (engine.io-protocol, version 4, "Packet encoding"). Immutable: nobody changes the data.
 *
 * @param binary whether a message is binary data instead of a text
 * @param data without the digit of the type; UTF-8 when it is a text
 */
record EnginePacket(Type type, boolean binary, Buffer data) {
    /** In the order of their digits. */
    enum Type {
        OPEN,
        CLOSE,
        PING,
        PONG,
        MESSAGE,
        UPGRADE,
        NOOP
    }

    static final EnginePacket CLOSE = text(Type.CLOSE, "");
    static final EnginePacket PING = text(Type.PING, "");
    static final EnginePacket NOOP = text(Type.NOOP, "");

    private static final Type[] TYPES = Type.values();

    static EnginePacket text(Type type, String text) {
        return new EnginePacket(type, false, Buffer.buffer(text));
    }

    static EnginePacket message(String text) {
        return text(Type.MESSAGE, text);
    }

    static EnginePacket message(Buffer data) {
        return new EnginePacket(Type.MESSAGE, true, data);
    }

    /** A packet that came as a text, its type's digit first. */
    static EnginePacket decode(Buffer utf8) throws MalformedException {
        int type = utf8.length() == 0 ? -1 : utf8.getByte(0) - '0';
        if (type < 0 || type >= TYPES.length) {
            throw new MalformedException("No packet starts so");
        }
        return new EnginePacket(TYPES[type], false, utf8.slice(1, utf8.length()));
    }

    /** As a text, its type's digit first; not for binary data. */
    byte[] encode() {
        byte[] utf8 = new byte[1 + data.length()];
        utf8[0] = digit();
        data.getBytes(utf8, 1);
        return utf8;
    }

    byte digit() {
        return (byte) ('0' + type.ordinal());
    }

    String text() {
        return data.toString();
    }

    /** Whether it is a text of this type with this data. */
    boolean is(Type expected, String text) {
        return type == expected && !binary && text().equals(text);
    }
}
