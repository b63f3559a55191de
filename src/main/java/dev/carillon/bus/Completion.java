package dev.carillon.bus;

/** Is told what became of a command. */
@FunctionalInterface
public interface Completion {
    /**
     * Called once, in a later turn, on the event loop of the core that gave the command.
     *
     * @param failure null when it was carried out, otherwise the reason in words
     */
    void done(String failure);

    /**
     * As {@link #done(String)}, with the answer's value.
     *
     * @param value null when there is none
     */
    default void done(Object value, String failure) {
        done(failure);
    }
}
