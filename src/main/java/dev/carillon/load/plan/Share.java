package dev.carillon.load.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run a process does. Immutable.
 *
 * @param worker from 1
 * @param workers how many processes there are
 */
public record Share(int worker, int workers) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    public Share {
        if (worker < 1 || worker > workers) {
            throw new IllegalArgumentException("expected a worker and their number, such as 1/4");
        }
    }

    static Share parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : null;
    }

    /** How many of {@code total} fall to this one. */
    public int of(int total) {
        return first(total, worker) - first(total, worker - 1);
    }

    /** How many of {@code total} fall to those before this one. */
    public int before(int total) {
        return first(total, worker - 1);
    }

    /** Whether there are others. */
    public boolean isPart() {
        return workers > 1;
    }

    private int first(int total, int index) {
        return (int) ((long) total * index / workers);
    }

    @Override
    public String toString() {
        return worker + "/" + workers;
    }
}
