package dev.carillon.load.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values in their types; what is wrong becomes a problem, and the default stands in. Used by one thread. */
final class Values {
    private static final Pattern TIME = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");

    private final Map<PlanKey, Given> values;
    private final List<String> problems;

    Values(Map<PlanKey, Given> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    boolean given(PlanKey key) {
        return values.containsKey(key);
    }

    String text(PlanKey key) {
        return values.containsKey(key) ? values.get(key).text().strip() : key.standard();
    }

    boolean flag(PlanKey key) {
        return read(key, "expected true or false", Values::parseFlag);
    }

    int number(PlanKey key, int min, int max) {
        return read(key, "expected a whole number from " + min + " to " + max, text -> {
            int number = Integer.parseInt(text);
            return number < min || number > max ? null : number;
        });
    }

    double decimal(PlanKey key, double min, double max) {
        return read(key, "expected a number from " + min + " to " + max, text -> {
            double number = Double.parseDouble(text);
            return number >= min && number <= max ? number : null;
        });
    }

    double percent(PlanKey key) {
        return read(key, "expected a percentage such as 10%", text -> {
            double number = Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
            return number >= 0 && number <= 1_000_000 ? number / 100 : null;
        });
    }

    Duration time(PlanKey key) {
        return read(
                key, "expected a time such as 250ms, 10s or 2m; without a unit it is milliseconds", Values::parseTime);
    }

    /** Reads with a parser that answers null, or throws, for what it does not take. */
    <T> T read(PlanKey key, String expected, Function<String, T> parser) {
        Given given = values.get(key);
        if (given != null) {
            try {
                T value = parser.apply(given.text().strip());
                if (value != null) {
                    return value;
                }
                problem(key, expected);
            } catch (IllegalArgumentException e) {
                problem(key, e instanceof NumberFormatException || e.getMessage() == null ? expected : e.getMessage());
            }
        }
        return parser.apply(key.standard());
    }

    void problem(PlanKey key, String complaint) {
        Given given = values.get(key);
        problems.add(
                given == null
                        ? "--" + key.option() + ": " + complaint
                        : given.where() + " = " + shown(key, given.text()) + ": " + complaint);
    }

    static Duration parseTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMillis(number);
        };
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static String shown(PlanKey key, String text) {
        return key.isSecret() ? "****" : "\"" + text + "\"";
    }
}
