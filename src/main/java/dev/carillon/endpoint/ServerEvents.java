package dev.carillon.endpoint;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The channel of server events and the form of the server's own. Pure. */
public final class ServerEvents {
    /** What is published here goes to every session of every instance. */
    public static final String CHANNEL = "server-event";

    private ServerEvents() {}

    /** The server's own event. */
    public static byte[] event(Instant now) {
        return event("This is a server-side event", now);
    }

    /** An event of the server's own form with another text. */
    public static byte[] event(String message, Instant now) {
        return new JsonObject()
                .put("type", "server-event")
                .put("message", message)
                .put("timestamp", Timestamps.format(now))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }
}
