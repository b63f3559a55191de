package dev.carillon.socketio;

/** A client broke the protocol: its session ends. Immutable. */
final class MalformedException extends Exception {
    MalformedException(String reason) {
        super(reason);
    }
}
