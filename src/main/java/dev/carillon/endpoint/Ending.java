package dev.carillon.endpoint;

/** Why a session that its endpoint keeps without a WebSocket ended. */
public enum Ending {
    /** The client said so. */
    CLIENT,
    /** A connection broke. */
    LOST,
    /** The client broke the protocol. */
    PROTOCOL,
    /** A message was larger than allowed. */
    TOO_BIG,
    /** A back-end asked for it. */
    API,
    /** The client fetched too slowly. */
    SLOW,
    /** No answer came to a ping. */
    DEAD,
    /** The client did not say in time what it wants. */
    IDLE,
    /** The core stops. */
    STOPPING,
    /** The client goes on with a WebSocket. */
    UPGRADED,
    /** An exception escaped from its endpoint. */
    BUG
}
