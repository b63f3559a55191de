package dev.carillon;

/** An instance could not start, for a reason that its user can do something about; the message is one line for people. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
