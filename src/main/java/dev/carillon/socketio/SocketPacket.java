package dev.carillon.socketio;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * One packet of Socket.IO as its text has it (socket.io-protocol, version 5, "Packet encoding"), binary data still apart. Immutable:
 * nobody changes the data.
 *
 * @param attachments how many binary messages belong to it and follow it
 * @param id number of the acknowledgement that is asked for or given, or null
 * @param data a JsonObject for CONNECT and CONNECT_ERROR, a JsonArray for events and acknowledgements, or null
 */
record SocketPacket(Type type, int attachments, String namespace, Long id, Object data) {
    /** In the order of their digits. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK
    }

    static final String MAIN = "/";

    private static final Type[] TYPES = Type.values();

    // No digits but these, and no number that does not fit
    private static final int MAX_DIGITS = 15;

    // The names that the libraries give to events of their own
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /** Whether no event may have this name. */
    static boolean isReserved(String event) {
        return RESERVED.contains(event);
    }

    static SocketPacket connected(String namespace, String sid) {
        return new SocketPacket(Type.CONNECT, 0, namespace, null, new JsonObject().put("sid", sid));
    }

    static SocketPacket refused(String namespace, String reason) {
        return new SocketPacket(Type.CONNECT_ERROR, 0, namespace, null, new JsonObject().put("message", reason));
    }

    static SocketPacket event(String namespace, JsonArray nameAndArguments, int attachments) {
        Type type = attachments == 0 ? Type.EVENT : Type.BINARY_EVENT;
        return new SocketPacket(type, attachments, namespace, null, nameAndArguments);
    }

    static SocketPacket ack(String namespace, long id, JsonArray arguments, int attachments) {
        Type type = attachments == 0 ? Type.ACK : Type.BINARY_ACK;
        return new SocketPacket(type, attachments, namespace, id, arguments);
    }

    String encode() {
        StringBuilder text = new StringBuilder().append(type.ordinal());
        if (type == Type.BINARY_EVENT || type == Type.BINARY_ACK) {
            text.append(attachments).append('-');
        }
        if (!namespace.equals(MAIN)) {
            text.append(namespace).append(',');
        }
        if (id != null) {
            text.append(id);
        }
        return data == null ? text.toString() : text.append(Json.encode(data)).toString();
    }

    static SocketPacket decode(String text) throws MalformedException {
        int digit = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (digit < 0 || digit >= TYPES.length) {
            throw new MalformedException("No packet starts so");
        }
        Type type = TYPES[digit];
        int at = 1;
        int attachments = 0;
        if (type == Type.BINARY_EVENT || type == Type.BINARY_ACK) {
            int dash = digitsEnd(text, at);
            if (dash == at || dash == text.length() || text.charAt(dash) != '-') {
                throw new MalformedException("Expected the number of attachments");
            }
            attachments = (int) Math.min(Integer.MAX_VALUE, number(text, at, dash));
            at = dash + 1;
        }
        String namespace = MAIN;
        if (at < text.length() && text.charAt(at) == '/') {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            namespace = text.substring(at, end);
            at = Math.min(text.length(), end + 1);
        }
        int idEnd = digitsEnd(text, at);
        Long id = idEnd == at ? null : (Long) number(text, at, idEnd);
        Object data = idEnd == text.length() ? null : json(text.substring(idEnd));
        return new SocketPacket(type, attachments, namespace, id, data).checked();
    }

    private SocketPacket checked() throws MalformedException {
        boolean right = switch (type) {
            case CONNECT -> data == null || data instanceof JsonObject;
            case DISCONNECT -> data == null;
            case EVENT, BINARY_EVENT -> data instanceof JsonArray array && !array.isEmpty() && mayName(array);
            case ACK, BINARY_ACK -> data instanceof JsonArray && id != null;
            case CONNECT_ERROR -> false;
        };
        if (!right) {
            throw new MalformedException("Not the data of a " + type);
        }
        return this;
    }

    private static boolean mayName(JsonArray event) {
        Object name = event.getValue(0);
        return name instanceof Number || name instanceof String text && !isReserved(text);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long number(String text, int from, int to) throws MalformedException {
        if (to - from > MAX_DIGITS) {
            throw new MalformedException("A number is too long");
        }
        return Long.parseLong(text.substring(from, to));
    }

    private static Object json(String text) throws MalformedException {
        try {
            Object value = Json.decodeValue(text);
            if (value == null) {
                throw new MalformedException("No packet has null for its data");
            }
            return value;
        } catch (DecodeException e) {
            throw new MalformedException("Data is not JSON");
        }
    }
}
