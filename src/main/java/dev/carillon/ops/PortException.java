package dev.carillon.ops;

import io.vertx.core.Future;

/** A port could not be listened on; the message names it. */
public final class PortException extends RuntimeException {
    private PortException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A future that failed because {@code port}, which {@code setting} names, could not be bound. */
    static <T> Future<T> fail(int port, String setting, Throwable failure) {
        String reason = String.valueOf(failure.getMessage()).contains("already in use")
                ? "is in use already"
                : "cannot be listened on: " + failure.getMessage();
        return Future.failedFuture(new PortException("port " + port + " " + reason + " (" + setting + ")", failure));
    }
}
