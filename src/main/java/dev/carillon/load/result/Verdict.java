package dev.carillon.load.result;

import dev.carillon.load.Outcome;
import java.util.List;

/**
 * What a run is worth. Immutable.
 *
 * @param words what is to be said, the outcome's reasons or what was noticed all the same
 */
public record Verdict(Outcome outcome, List<String> words) {
    /** One line. */
    @Override
    public String toString() {
        return outcome.words() + (words.isEmpty() ? "" : ": " + String.join("; ", words));
    }
}
