package dev.carillon.endpoint;

/** A client's message that makes no sense; its message says why, to the client. */
final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1;

    BadMessageException(String reason) {
        super(reason, null, false, false);
    }
}
