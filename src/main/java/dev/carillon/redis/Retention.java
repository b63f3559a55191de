package dev.carillon.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a channel is remembered. Immutable.
 *
 * @param pattern a channel's name, or the beginning of names and {@code *}
 * @param size messages that are kept at least
 * @param ageMs how long a message is kept at least, unless there are too many; it is gone after twice as long
 */
record Retention(String pattern, int size, long ageMs) {
    static final int MAX_SIZE = 1_000_000;

    private static final Pattern FORM = Pattern.compile("(\\S+) +(\\d{1,9}) +(\\d{1,9})(ms|s|m|h)");

    /** Reads what matches the form that {@link HistorySettings#channels()} asks for. */
    static Retention parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not <channel> <messages> <time>: " + text);
        }
        long unitMs = switch (parts.group(4)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        return new Retention(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)) * unitMs);
    }

    boolean covers(String channel) {
        return pattern.endsWith("*")
                ? channel.startsWith(pattern.substring(0, pattern.length() - 1))
                : channel.equals(pattern);
    }
}
