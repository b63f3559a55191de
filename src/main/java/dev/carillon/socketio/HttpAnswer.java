package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;

/** The answer to a request of a polling client. Immutable: nobody changes the body. */
record HttpAnswer(int status, String contentType, Buffer body) {
    static final HttpAnswer OK = text(200, "ok");
    static final HttpAnswer TOO_LARGE = text(413, "Payload too large\n");
    static final HttpAnswer UNKNOWN_SID = error(HandshakeError.UNKNOWN_SID);
    static final HttpAnswer BAD_REQUEST = error(HandshakeError.BAD_REQUEST);

    private static final String TEXT = "text/plain; charset=UTF-8";

    static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, TEXT, Buffer.buffer(text));
    }

    static HttpAnswer packets(Iterable<EnginePacket> packets) {
        return new HttpAnswer(200, TEXT, EnginePayload.encode(packets));
    }

    static HttpAnswer error(HandshakeError error) {
        return new HttpAnswer(error.status(), "application/json", Buffer.buffer(error.json()));
    }
}
