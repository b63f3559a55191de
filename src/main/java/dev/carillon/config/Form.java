package dev.carillon.config;

import dev.carillon.setting.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the values of a key are written, by the type of its record component. Immutable. */
sealed interface Form {
    /** What {@code json}, of a shape that {@link Json} names, stands for, or nothing when it does not fit. */
    Optional<?> read(Object json);

    /** What {@link #read} asks for, in words. */
    String expected();

    /** A text from the environment, or an annotation, in the shape that it would have in the file. */
    default Object fromText(String text) {
        return text.strip();
    }

    /** The form of a record component of any type that {@link Setting} allows. */
    static Form of(RecordComponent component, Setting setting) {
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return new Flag();
        }
        if (type == int.class || type == long.class) {
            return new Whole(type == int.class, setting.min(), setting.max());
        }
        if (type == Duration.class) {
            return new Span(setting.min(), setting.max());
        }
        if (type == String.class) {
            return new Text(setting.pattern(), setting.expected());
        }
        if (type.isEnum()) {
            return new Choice(List.of(type.getEnumConstants()));
        }
        if (type == List.class
                && component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] == String.class) {
            return new Texts(new Text(setting.pattern(), setting.expected()));
        }
        throw new IllegalStateException("no form for " + component);
    }

    /** true or false. */
    record Flag() implements Form {
        @Override
        public Optional<?> read(Object json) {
            return json instanceof Boolean ? Optional.of(json) : Optional.empty();
        }

        @Override
        public Object fromText(String text) {
            String word = text.strip();
            return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : word;
        }

        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number, limits included. */
    record Whole(boolean isInt, long min, long max) implements Form {
        private static final int MAX_DIGITS = 18;

        public Whole {
            min = isInt ? Math.max(min, Integer.MIN_VALUE) : min;
            max = isInt ? Math.min(max, Integer.MAX_VALUE) : max;
        }

        @Override
        public Optional<?> read(Object json) {
            if (!(json instanceof Long number) || number < min || number > max) {
                return Optional.empty();
            }
            return isInt ? Optional.of(number.intValue()) : Optional.of(number);
        }

        @Override
        public Object fromText(String text) {
            String number = text.strip();
            int from = number.startsWith("-") ? 1 : 0;
            boolean whole = number.length() > from && number.length() - from <= MAX_DIGITS;
            for (int i = from; i < number.length(); i++) {
                whole &= number.charAt(i) >= '0' && number.charAt(i) <= '9';
            }
            return whole ? (Object) Long.valueOf(number) : number;
        }

        @Override
        public String expected() {
            return "a whole number from " + min + " to " + max;
        }
    }

    /** A duration, limits in milliseconds and included. */
    record Span(long minMs, long maxMs) implements Form {
        public Span {
            minMs = Math.max(minMs, 0);
        }

        @Override
        public Optional<?> read(Object json) {
            return json instanceof String text
                    ? Durations.parse(text).filter(span -> span.toMillis() >= minMs && span.toMillis() <= maxMs)
                    : Optional.empty();
        }

        @Override
        public String expected() {
            String least = "a duration with its unit (ms, s, m, h), such as \"5s\", from \"" + Durations.write(minMs);
            return maxMs == Long.MAX_VALUE ? least + "\" on" : least + "\" to \"" + Durations.write(maxMs) + "\"";
        }
    }

    /** A text that matches a pattern, or any when the pattern is empty. */
    record Text(String pattern, String words) implements Form {
        @Override
        public Optional<?> read(Object json) {
            return json instanceof String text && (pattern.isEmpty() || Pattern.matches(pattern, text))
                    ? Optional.of(text)
                    : Optional.empty();
        }

        @Override
        public Object fromText(String text) {
            return text;
        }

        @Override
        public String expected() {
            return words.isEmpty() ? "a text" : words;
        }
    }

    /** One of an enum's constants, in lower case. */
    record Choice(List<Object> constants) implements Form {
        @Override
        public Optional<?> read(Object json) {
            for (Object constant : constants) {
                if (word(constant).equals(json)) {
                    return Optional.of(constant);
                }
            }
            return Optional.empty();
        }

        @Override
        public String expected() {
            return constants.stream()
                    .map(constant -> Json.quote(word(constant)))
                    .collect(Collectors.joining(" or "));
        }

        private static String word(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A list of texts, each of the form {@code item}; in the environment separated by commas. */
    record Texts(Text item) implements Form {
        @Override
        public Optional<?> read(Object json) {
            if (!(json instanceof List<?> items)) {
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            for (Object each : items) {
                if (item.read(each).isEmpty()) {
                    return Optional.empty();
                }
                texts.add((String) each);
            }
            return Optional.of(List.copyOf(texts));
        }

        @Override
        public Object fromText(String text) {
            List<String> items = new ArrayList<>();
            for (String each : text.split(",")) {
                if (!each.isBlank()) {
                    items.add(each.strip());
                }
            }
            return items;
        }

        @Override
        public String expected() {
            String each = item.words().isEmpty() ? "" : ", each " + item.words();
            return "a list of texts" + each + "; in the environment separated by commas";
        }
    }
}
