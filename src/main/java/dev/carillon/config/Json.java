package dev.carillon.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shapes that a key's value can have in the file, as plain objects: {@code Boolean}, {@code Long}, {@code String},
 * {@code List} of these, and {@link Other} for all that no key takes. Pure.
 */
final class Json {
    /** A value that fits no key: null, a fraction, a number of more than 18 digits, an object. Immutable. */
    record Other(String shown) {}

    private Json() {}

    /** Writes a value as it would stand in the file. */
    static String write(Object json) {
        if (json instanceof String text) {
            return quote(text);
        }
        if (json instanceof List<?> items) {
            return items.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
        }
        return json instanceof Other other ? other.shown() : String.valueOf(json);
    }

    /** Writes a text in double quotes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
