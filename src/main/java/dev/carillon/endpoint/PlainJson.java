package dev.carillon.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Binary data in the form that Node.js gives it in JSON: {@code {"type":"Buffer","data":[1,2,3]}} (Node.js documentation,
 * {@code buf.toJSON()}). Pure.
 */
final class PlainJson {
    private PlainJson() {}

    /** The value with all its {@link Buffer}s in that form. */
    static Object of(Object value) {
        if (value instanceof Buffer buffer) {
            return new JsonObject().put("type", "Buffer").put("data", new JsonArray(new Bytes(buffer)));
        }
        if (value instanceof JsonObject object) {
            return of(object.getMap());
        }
        if (value instanceof JsonArray array) {
            return of(array.getList());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put((String) key, of(each)));
            return new JsonObject(copy);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(each -> copy.add(of(each)));
            return new JsonArray(copy);
        }
        return value;
    }

    /** The bytes as numbers, without a copy. */
    private static final class Bytes extends AbstractList<Object> {
        private final Buffer buffer;

        Bytes(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public Object get(int index) {
            return (int) buffer.getUnsignedByte(index);
        }

        @Override
        public int size() {
            return buffer.length();
        }
    }
}
