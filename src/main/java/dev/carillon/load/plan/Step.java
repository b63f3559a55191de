package dev.carillon.load.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault, or anything else that happens during a run. Immutable.
 *
 * @param at when, from the first message's due time
 * @param command what the shell runs
 */
public record Step(Duration at, String command) {
    private static final Pattern FORM = Pattern.compile("at (\\S+) run \"(.+)\"");

    /**
     * The steps of a list with semicolons; one within quotation marks belongs to the command.
     *
     * @throws IllegalArgumentException when one is not of the form {@code at 10s run "command"}
     */
    static List<Step> parse(String list) {
        List<Step> steps = new ArrayList<>();
        for (String part : list.split(";(?=\\s*at \\S+ run |\\s*$)")) {
            if (!part.isBlank()) {
                steps.add(one(part.strip()));
            }
        }
        return steps;
    }

    private static Step one(String text) {
        Matcher matcher = FORM.matcher(text);
        Duration at = matcher.matches() ? Values.parseTime(matcher.group(1)) : null;
        if (at == null) {
            throw new IllegalArgumentException("expected: at 10s run \"command\"");
        }
        return new Step(at, matcher.group(2));
    }
}
