package dev.carillon.socket;

import java.util.Locale;

/** Why a session ended, as shown in the metrics. Immutable. */
enum CloseCause {
    /** The client sent a close frame. */
    CLIENT,
    /** The connection ended without a close frame. */
    LOST,
    /** The client broke the WebSocket protocol. */
    PROTOCOL,
    /** A message was larger than allowed. */
    TOO_BIG,
    /** Text was not UTF-8. */
    BAD_TEXT,
    /** The endpoint closed it. */
    ENDPOINT,
    /** A back-end asked for it. */
    API,
    /** The client read too slowly. */
    SLOW,
    /** No answer came to a ping. */
    DEAD,
    /** Nothing came for too long. */
    IDLE,
    /** The client goes on with a WebSocket. */
    UPGRADED,
    /** The instance stops. */
    STOPPING,
    /** The verticle that owned it failed. */
    FAILED,
    /** An exception escaped from its endpoint. */
    BUG;

    /** Its value of the metrics' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
