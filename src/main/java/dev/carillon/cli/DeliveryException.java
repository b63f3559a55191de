package dev.carillon.cli;

/** A message was not delivered; the message is one line for people. */
final class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    DeliveryException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
