package dev.carillon.config;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Configurations as text. Pure. */
public final class ConfigText {
    /** Values that are longer than this do not push the others' origins to the right. */
    private static final int MAX_ALIGNED = 32;

    private ConfigText() {}

    /** A line {@code key = value  # origin} for each key, aligned, with a blank line between sections. */
    public static String of(LoadedConfig loaded) {
        List<Effective> values = loaded.values();
        int keyWidth = width(values, value -> value.path().length());
        int valueWidth = width(values, value -> Math.min(value.shown().length(), MAX_ALIGNED));
        StringBuilder text = new StringBuilder();
        String section = "";
        for (Effective value : values) {
            String next = value.path().substring(0, value.path().indexOf('.'));
            if (!section.isEmpty() && !next.equals(section)) {
                text.append('\n');
            }
            section = next;
            text.append(pad(value.path(), keyWidth))
                    .append(" = ")
                    .append(pad(value.shown(), valueWidth))
                    .append("  # ")
                    .append(value.whence())
                    .append('\n');
        }
        return text.toString();
    }

    /** A configuration file that names every key with its default. */
    public static String defaults() {
        return Schema.carillon().sections().stream()
                .map(ConfigText::defaults)
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String defaults(Section section) {
        return section.keys().stream()
                .map(key -> "    " + Json.quote(key.name()) + ": " + Json.write(key.defaultJson()))
                .collect(Collectors.joining(",\n", "  " + Json.quote(section.name()) + ": {\n", "\n  }"));
    }

    private static int width(List<Effective> values, ToIntFunction<Effective> length) {
        return values.stream().mapToInt(length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
