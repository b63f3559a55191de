package dev.carillon.bus;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that only the bridge can answer, because it is in Redis or on other instances. Immutable.
 *
 * @param <T> of the answer's value
 */
public sealed interface Question<T> {
    /** The board as it is. */
    record ReadBoard() implements Question<Board> {}

    /**
     * Sets one box and publishes the change, in one step.
     *
     * <p>The answer is the board's version with this change.
     *
     * @param channel to publish on
     */
    record SetBox(String channel, int index, boolean value) implements Question<Long> {}

    /** How many instances are subscribed to each of the channels, in their order. */
    record Subscribed(List<String> channels) implements Question<List<Long>> {}

    /**
     * Publishes on several channels, in one step.
     *
     * @param payload not changed by anybody from here on
     * @param onlyOnce null, or what makes a repetition within five minutes known: it is answered as the first was, and not
     *     published again
     */
    record PublishAll(List<String> channels, byte[] payload, OnlyOnce onlyOnce) implements Question<Published> {}

    /** What was published since on a channel that the core watches. Fails when the channel keeps no history. */
    record Recall(String channel, Position since) implements Question<Recalled> {}

    /**
     * What somebody who comes back missed. Immutable.
     *
     * @param events each a {@link Event.Delivery} or an {@link Event.Missed}, in order; their numbers mean nothing
     * @param reached up to where they go: the next delivery of the channel follows
     */
    record Recalled(List<Event> events, Position reached) {}

    /**
     * What makes a repeated call known. Immutable.
     *
     * @param key chosen by the caller
     * @param content fingerprint of the call; a different one with the same key is a mistake
     */
    record OnlyOnce(String key, String content) {}

    /**
     * What became of a {@link PublishAll}. Immutable.
     *
     * @param receivers how many instances received it, by channel in their order
     * @param repeated whether it is the answer to an earlier call with the same key
     * @param mismatch whether the key was used for a different call: nothing was published
     */
    record Published(List<Long> receivers, boolean repeated, boolean mismatch) {}

    /**
     * Counts a request against a limit that all instances share.
     *
     * @param who whose requests are counted together
     * @param limit how many a window allows, at least 1
     * @param windowMs length of the window, which begins with the first request
     */
    record Admit(String who, int limit, long windowMs) implements Question<Admitted> {}

    /**
     * Whether a request is within its limit. Immutable.
     *
     * @param used how many requests the window has seen, this one included
     * @param resetMs how long the window still lasts
     */
    record Admitted(long used, long resetMs) {}

    /** All instances that are alive, by name. */
    record Instances() implements Question<List<InstanceInfo>> {}

    /**
     * A session, wherever it lives. Fails when not all instances answered and none has it.
     *
     * @param close whether to close it
     */
    record FindSession(UUID session, boolean close) implements Question<Optional<LocatedSession>> {}
}
