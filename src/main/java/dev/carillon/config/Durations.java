package dev.carillon.config;

import java.time.Duration;
import java.util.Optional;

/** How durations are written: a whole number and a unit, such as {@code "250ms"} or {@code "5s"}. Pure. */
final class Durations {
    /** So many digits of hours still fit a {@code long} of milliseconds. */
    private static final int MAX_DIGITS = 12;

    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    private Durations() {}

    /** The duration that {@code text} stands for, or nothing when it is not a number of at most 12 digits and a unit. */
    static Optional<Duration> parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unitMs = switch (text.substring(digits)) {
            case "ms" -> 1;
            case "s" -> SECOND_MS;
            case "m" -> MINUTE_MS;
            case "h" -> HOUR_MS;
            default -> 0;
        };
        if (unitMs == 0 || digits == 0 || digits > MAX_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * unitMs));
    }

    /** Writes milliseconds in the largest unit that keeps the number whole; nothing is {@code "0s"}. */
    static String write(long ms) {
        if (ms % SECOND_MS != 0) {
            return ms + "ms";
        }
        if (ms % MINUTE_MS != 0 || ms == 0) {
            return ms / SECOND_MS + "s";
        }
        return ms % HOUR_MS != 0 ? ms / MINUTE_MS + "m" : ms / HOUR_MS + "h";
    }
}
