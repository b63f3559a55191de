package dev.carillon.redis;

import dev.carillon.bus.Gap;

/** One thing of a channel's history, in order. Immutable. */
sealed interface Step {
    /** A message. */
    record Message(Envelope envelope) implements Step {
        @Override
        public int bytes() {
            return envelope.payload().length;
        }
    }

    /** Messages that are missing. */
    record Hole(Gap gap) implements Step {}

    /** How much of it is a message's text. */
    default int bytes() {
        return 0;
    }
}
