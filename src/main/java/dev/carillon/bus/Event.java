package dev.carillon.bus;

import java.util.UUID;

/** What the bridge tells a core. Immutable. */
public sealed interface Event {
    /**
     * Somebody published on a channel that the core watches.
     *
     * @param number grows with each message that Redis pushes to this instance
     * @param payload not changed by anybody
     * @param receivedNs {@link System#nanoTime()} of the moment the bridge got it
     * @param position null when the channel keeps no history, or the message was published past it
     * @param acceptedMs time since 1970 at which an instance accepted it from its publisher; 0 when that is not known
     */
    record Delivery(long number, String channel, byte[] payload, long receivedNs, Position position, long acceptedMs)
            implements Event {}

    /**
     * Messages of a channel that the core watches are lost to this instance's sessions.
     *
     * @param number as that of a {@link Delivery}
     */
    record Missed(long number, Gap gap) implements Event {}

    /**
     * How far a channel with history is. Whoever joins before the next {@link Delivery} of the channel misses what comes behind this
     * position, and nothing else.
     */
    record Reached(String channel, Position position) implements Event {}

    /**
     * What became of a command.
     *
     * @param value what was asked for; null when there is nothing to say
     * @param failure null when it was carried out, otherwise the reason in words
     */
    record Answer(long id, Object value, String failure) implements Event {}

    /**
     * Somebody looks for a session, which may be in any core of any instance; answered with a {@link Command.Found}.
     *
     * @param close whether to close it
     */
    record Seek(long seek, UUID session, boolean close) implements Event {}

    /**
     * Redis may have lost what this instance entered there: from now on the first {@link Command.Count} of each session enters
     * it again.
     */
    record Forgotten() implements Event {}
}
