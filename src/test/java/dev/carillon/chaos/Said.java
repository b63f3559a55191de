package dev.carillon.chaos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of the run's own. Immutable.
 *
 * @param speaker from 0 on
 * @param number the speaker's messages, from 1 on, in the order in which they were said
 */
record Said(int speaker, int number) {
    private static final Pattern FORM = Pattern.compile("said by (\\d+): (\\d+)");

    /** Null when a text is none of the run's own. */
    static Said parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new Said(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : null;
    }

    String text() {
        return "said by " + speaker + ": " + number;
    }
}
