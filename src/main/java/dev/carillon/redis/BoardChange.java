package dev.carillon.redis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That one box was set, as it is published: {@code {"event":"checkbox-update","data":{"index":i,"value":b,"version":n}}}. Immutable.
 *
 * @param version of the board with this change
 */
record BoardChange(int index, boolean value, long version) {
    private static final String BEFORE_INDEX = "{\"event\":\"checkbox-update\",\"data\":{\"index\":";
    private static final Pattern FORM = Pattern.compile(
            Pattern.quote(BEFORE_INDEX) + "(\\d{1,2}),\"value\":(true|false),\"version\":(\\d{1,18})}}");
    private static final int MAX_LENGTH = 128;

    /** What is published before the version. */
    static String head(int index, boolean value) {
        return BEFORE_INDEX + index + ",\"value\":" + value + ",\"version\":";
    }

    /** What is published behind the version. */
    static String tail() {
        return "}}";
    }

    byte[] encode() {
        return (head(index, value) + version + tail()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty when a message is something else, be it a change that some back-end published without a version. */
    static Optional<BoardChange> parse(byte[] message) {
        if (message.length > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher change = FORM.matcher(new String(message, StandardCharsets.ISO_8859_1));
        return change.matches()
                ? Optional.of(new BoardChange(
                        Integer.parseInt(change.group(1)),
                        Boolean.parseBoolean(change.group(2)),
                        Long.parseLong(change.group(3))))
                : Optional.empty();
    }
}
