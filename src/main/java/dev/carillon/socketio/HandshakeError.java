package dev.carillon.socketio;

import io.vertx.core.json.JsonObject;

/** What can be wrong with a request, and how it is answered: the codes that the clients of Engine.IO know. Immutable. */
enum HandshakeError {
    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    UNKNOWN_SID(1, "Session ID unknown"),
    BAD_METHOD(2, "Bad handshake method"),
    BAD_REQUEST(3, "Bad request"),
    FORBIDDEN(4, "Forbidden"),
    UNSUPPORTED_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    HandshakeError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The HTTP status. */
    int status() {
        return this == FORBIDDEN ? 403 : 400;
    }

    /** {@code {"code":…,"message":…}}. */
    String json() {
        return new JsonObject().put("code", code).put("message", message).encode();
    }
}
