package dev.carillon.endpoint;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as clients see them: ISO-8601, UTC, always with three digits of milliseconds. Pure. */
public final class Timestamps {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** The text of a time. */
    public static String format(Instant time) {
        return FORM.format(time);
    }
}
