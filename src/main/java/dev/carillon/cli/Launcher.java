package dev.carillon.cli;

import dev.carillon.config.Config;
import io.vertx.core.Future;

/** Starts what {@code serve} serves. */
@FunctionalInterface
public interface Launcher {
    /** Something that was started. */
    @FunctionalInterface
    interface Running {
        /** Stops it in good order. */
        Future<Void> stop();

        /** Does not take its time to stop any more. */
        default void hurry() {}
    }

    /** Starts an instance; fails with {@link dev.carillon.StartException} when its user can do something about it. */
    Future<Running> start(Config config);
}
