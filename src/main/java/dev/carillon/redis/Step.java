package dev.carillon.redis;

import dev.carillon.bus.Gap;

/** One thing of a channel's history, in order. Immutable. */
sealed interface Step {
    /** A message. */
    record Message(Envelope envelope) implements Step {}

    /** Messages that are missing. */
    record Hole(Gap gap) implements Step {}
}
