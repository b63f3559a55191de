package dev.carillon.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which commands of a batch failed. The client library fails a batch as a whole, with a message of one line for each failed
 * command: {@code ERR [<index>] <cause>}. Pure.
 */
final class BatchErrors {
    private static final Pattern LINE = Pattern.compile("^ERR \\[(\\d+)] (.*)$", Pattern.MULTILINE);
    // A broken connection in the library's own words, or as the exception that broke it
    private static final Pattern BROKEN =
            Pattern.compile("CONNECTION_CLOSED.*|Connection is closed|(\\w+\\.)+[\\w$]+(: .*)?");

    private BatchErrors() {}

    /**
     * @param size how many commands the batch had
     * @return the causes by the index of their command; of every command when the message is of another form
     */
    static Map<Integer, String> parse(String message, int size) {
        Map<Integer, String> causes = new HashMap<>();
        Matcher lines = LINE.matcher(message == null ? "" : message);
        while (lines.find()) {
            causes.put(Integer.valueOf(lines.group(1)), words(lines.group(2)));
        }
        if (causes.isEmpty()) {
            for (int i = 0; i < size; i++) {
                causes.put(i, words(String.valueOf(message)));
            }
        }
        return causes;
    }

    private static String words(String cause) {
        return BROKEN.matcher(cause).matches() ? CommandPipeline.LOST : "Redis: " + cause;
    }
}
