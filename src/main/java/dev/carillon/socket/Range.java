package dev.carillon.socket;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;

/**
 * Which part of a channel's history messages in a row are. Immutable.
 *
 * @param epoch of the history, or null when it is not known
 * @param from offset of the first of them, or null when it is not known
 * @param to offset of the last of them, or null when it is not known
 */
record Range(String epoch, Long from, Long to) {
    /** Null for a message without a position. */
    static Range of(Position position) {
        return position == null ? null : new Range(position.epoch(), position.offset(), position.offset());
    }

    /** Messages that were missing before. */
    static Range of(Gap gap) {
        return new Range(null, gap.from(), gap.to());
    }

    /** What spans two ranges, each null when its messages have no position. Across epochs no offset says anything. */
    static Range span(Range first, Range second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        boolean comparable = first.epoch == null || second.epoch == null || first.epoch.equals(second.epoch);
        String epoch = second.epoch == null ? first.epoch : second.epoch;
        return comparable && first.from != null && second.from != null
                ? new Range(epoch, first.from, second.to)
                : new Range(epoch, null, null);
    }
}
