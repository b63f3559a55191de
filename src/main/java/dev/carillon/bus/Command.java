package dev.carillon.bus;

import java.util.UUID;

/** What a core asks of the bridge. Immutable. */
public sealed interface Command {
    /** A command that the bridge answers, once, with an {@link Event.Answer} of the same id. */
    sealed interface Answered extends Command {
        /** Chosen by the core, unique within it. */
        long id();
    }

    /**
     * Publishes on a channel for all instances.
     *
     * @param payload not changed by anybody from here on
     */
    record Publish(long id, String channel, byte[] payload) implements Answered {}

    /**
     * Records how many messages of a session were counted. The number is absolute, so that a command that was carried out
     * although it seemed to fail does no harm.
     *
     * @param first whether Redis may not know the session yet, which then is entered among those of this instance
     */
    record Count(long id, UUID session, long messages, boolean first) implements Answered {}

    /**
     * Asks Redis something, or has it do something and say what came of it.
     *
     * @param question what; its type says what the answer's value is
     */
    record Ask(long id, Question<?> question) implements Answered {}

    /**
     * Answered once Redis has confirmed, on its present connection, that this instance is subscribed to a channel that is watched:
     * what is published from then on is not missed.
     */
    record Confirm(long id, String channel) implements Answered {}

    /**
     * What the core found of an {@link Event.Seek}.
     *
     * @param session null when it has no such session
     */
    record Found(long seek, SessionInfo session) implements Command {}

    /** A session that was counted has ended: its key goes with the next batch. */
    record Forget(UUID session) implements Command {}

    /** Sessions of the core may want the channel at any moment: Redis is subscribed to it although nobody watches it yet. */
    record Prepare(String channel) implements Command {}

    /** From now on the core wants what is published on the channel. */
    record Watch(String channel) implements Command {}

    /** The core wants the channel no more. */
    record Unwatch(String channel) implements Command {}

    /** The core has ended: whatever it watched it watches no more. */
    record Leave() implements Command {}
}
