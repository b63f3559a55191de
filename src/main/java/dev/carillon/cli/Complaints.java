package dev.carillon.cli;

import dev.carillon.StartException;
import dev.carillon.config.ConfigException;
import dev.carillon.load.LoadException;
import java.io.PrintWriter;

/** Tells people what went wrong. Pure but for printing. */
final class Complaints {
    private Complaints() {}

    /** A command failed: a person's mistake gets its own words, a bug its stack trace. Returns the exit code. */
    static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof DeliveryException undelivered) {
            err.println("carillon: " + undelivered.getMessage());
            return undelivered.exitCode();
        }
        if (failure instanceof ConfigException || failure instanceof StartException) {
            err.println("carillon: " + failure.getMessage());
            return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILED;
        }
        if (failure instanceof LoadException known) {
            err.println("carillon: " + known.getMessage());
            return known.outcome().exitCode();
        }
        err.println("carillon: failed unexpectedly");
        failure.printStackTrace(err);
        return ExitCode.FAILED;
    }
}
