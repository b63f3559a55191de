package dev.carillon.chaos;

import dev.carillon.bus.Position;

/** What happened to one client, in order. Immutable. */
sealed interface Heard {
    /**
     * A connection began.
     *
     * @param since up to where the client has, or does not want, the messages
     */
    record Began(Position since) implements Heard {}

    /**
     * A message came.
     *
     * @param position null when it was published past the history
     */
    record Message(Position position, String text) implements Heard {
        /** The speaker and its number, when one of the run's own said it; null otherwise. */
        Said said() {
            return Said.parse(text);
        }
    }

    /** The client was told that messages are missing, all up to the next that comes if {@code to} is null. */
    record Missing(long from, Long to, String reason) implements Heard {}

    /** The connection ended without the client's doing. */
    record Ended(String why) implements Heard {}

    /** Something else came. */
    record Foreign(String text) implements Heard {}
}
