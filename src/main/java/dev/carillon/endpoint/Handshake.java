package dev.carillon.endpoint;

import io.vertx.core.json.JsonObject;

/** What a client asked for when it connected. */
@FunctionalInterface
public interface Handshake {
    /** The first value of a parameter of the query, or null. */
    String param(String name);

    /** What a Socket.IO client passed as {@code auth}; empty when it passed nothing. */
    default JsonObject auth() {
        return new JsonObject();
    }
}
