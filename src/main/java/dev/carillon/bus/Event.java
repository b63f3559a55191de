package dev.carillon.bus;

/** What the bridge tells a core. Immutable. */
public sealed interface Event {
    /**
     * Somebody published on a channel that the core watches.
     *
     * @param payload not changed by anybody
     * @param receivedNs {@link System#nanoTime()} of the moment the bridge got it
     */
    record Delivery(String channel, byte[] payload, long receivedNs) implements Event {}

    /**
     * What became of a command.
     *
     * @param failure null when it was carried out, otherwise the reason in words
     */
    record Answer(long id, String failure) implements Event {}

    /**
     * Redis may have lost what this instance entered there: from now on the first {@link Command.Count} of each session enters
     * it again.
     */
    record Forgotten() implements Event {}
}
