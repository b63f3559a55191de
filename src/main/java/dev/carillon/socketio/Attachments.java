package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Binary data within JSON: taken out and put back, {@code {"_placeholder":true,"num":n}} standing for it meanwhile
 * (socket.io-protocol, version 5, "Sending and receiving binary data"). Pure.
 */
final class Attachments {
    private static final String PLACEHOLDER = "_placeholder";
    private static final String NUMBER = "num";

    // JSON may be written no deeper than it may be read, and others put it into something
    private static final int MAX_DEPTH = 500;

    private Attachments() {}

    /** The value with a placeholder for each {@link Buffer}; the buffers are added to {@code taken} in their order. */
    static Object takeOut(Object value, List<Buffer> taken) {
        if (value instanceof Buffer buffer) {
            taken.add(buffer);
            return new JsonObject().put(PLACEHOLDER, true).put(NUMBER, taken.size() - 1);
        }
        Object plain = plain(value);
        if (plain instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put((String) key, takeOut(each, taken)));
            return new JsonObject(copy);
        }
        if (plain instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(each -> copy.add(takeOut(each, taken)));
            return new JsonArray(copy);
        }
        return value;
    }

    /** The value with the buffers in the places of their placeholders, each at most once. */
    static Object putBack(Object value, List<Buffer> buffers) throws MalformedException {
        return putBack(value, new ArrayList<>(buffers), 0);
    }

    private static Object putBack(Object value, List<Buffer> buffers, int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("Data is nested too deeply");
        }
        Object plain = plain(value);
        if (plain instanceof Map<?, ?> map) {
            if (Boolean.TRUE.equals(map.get(PLACEHOLDER))) {
                return buffer(map.get(NUMBER), buffers);
            }
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                copy.put((String) entry.getKey(), putBack(entry.getValue(), buffers, depth + 1));
            }
            return new JsonObject(copy);
        }
        if (plain instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object each : list) {
                copy.add(putBack(each, buffers, depth + 1));
            }
            return new JsonArray(copy);
        }
        return value;
    }

    private static Buffer buffer(Object number, List<Buffer> buffers) throws MalformedException {
        if (!(number instanceof Integer index && index >= 0 && index < buffers.size())) {
            throw new MalformedException("A placeholder has no attachment");
        }
        Buffer buffer = buffers.set(index, null);
        if (buffer == null) {
            throw new MalformedException("An attachment is used twice");
        }
        return buffer;
    }

    /** What a JSON object or array holds, buffers unchanged. */
    private static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap();
        }
        return value instanceof JsonArray array ? array.getList() : value;
    }
}
