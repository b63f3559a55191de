package dev.carillon.load;

/** A run ends for a reason that its user can do something about. The message is one line for people. */
public final class LoadException extends RuntimeException {
    private final Outcome outcome;

    /** @param outcome {@link Outcome#FAILED} or {@link Outcome#USAGE} */
    public LoadException(Outcome outcome, String message) {
        super(message, null, false, false);
        this.outcome = outcome;
    }

    /** It could not run. */
    public static LoadException failed(String message) {
        return new LoadException(Outcome.FAILED, message);
    }

    /** The command line, the plan file or the environment is wrong. */
    public static LoadException usage(String message) {
        return new LoadException(Outcome.USAGE, message);
    }

    public Outcome outcome() {
        return outcome;
    }
}
