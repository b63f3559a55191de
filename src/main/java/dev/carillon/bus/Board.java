package dev.carillon.bus;

import java.util.List;

/**
 * The shared checkboxes. Immutable.
 *
 * @param boxes as many as there are, in order
 * @param version how many changes were made
 */
public record Board(List<Boolean> boxes, long version) {
    /** How many boxes there are. */
    public static final int SIZE = 100;

    public Board {
        boxes = List.copyOf(boxes);
    }
}
