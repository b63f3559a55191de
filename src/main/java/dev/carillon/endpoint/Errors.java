package dev.carillon.endpoint;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The error event, alike on all endpoints that speak JSON. Pure. */
final class Errors {
    private Errors() {}

    /** {@code {"message":"Failed to process message","error":<reason>}}. */
    static JsonObject json(String reason) {
        return new JsonObject().put("message", "Failed to process message").put("error", reason);
    }

    /** {@code {"type":"error","message":"Failed to process message","error":<reason>}}. */
    static byte[] event(String reason) {
        return new JsonObject()
                .put("type", "error")
                .mergeIn(json(reason))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }
}
