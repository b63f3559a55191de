package dev.carillon.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event as it is published between instances: {@code {"event":…,"data":…}}. Immutable.
 *
 * @param data a JSON value
 */
public record PublishedEvent(String event, Object data) {
    /** Empty when a message that was published has another form. */
    public static Optional<PublishedEvent> parse(byte[] message) {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(message));
            return json.getValue("event") instanceof String event && json.containsKey("data")
                    ? Optional.of(new PublishedEvent(event, json.getValue("data")))
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** As it is published. */
    public byte[] encode() {
        return new JsonObject().put("event", event).put("data", data).encode().getBytes(StandardCharsets.UTF_8);
    }
}
