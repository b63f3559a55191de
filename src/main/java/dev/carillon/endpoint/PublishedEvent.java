package dev.carillon.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event as it is published between instances: {@code {"event":…,"data":…}}. Immutable.
 *
 * @param data a JSON value; binary data in it is published as {@link PlainJson} has it
 */
public record PublishedEvent(String event, Object data) {
    /** Empty when a message that was published has another form. */
    public static Optional<PublishedEvent> parse(byte[] message) {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(message));
            return json.getValue("event") instanceof String event && json.containsKey("data")
                    ? Optional.of(new PublishedEvent(event, json.getValue("data")))
                    : Optional.empty();
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** As it is published. */
    public byte[] encode() {
        JsonObject json = new JsonObject().put("event", event).put("data", PlainJson.of(data));
        // By way of a text, in which half a surrogate pair is no error
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }
}
