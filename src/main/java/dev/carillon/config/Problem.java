package dev.carillon.config;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param subject the key, environment variable or file that is at fault
 * @param value its value as it was given, secrets masked; empty: it has none
 * @param where where it stands, such as {@code conf/x.json, line 3}; empty: the subject says it
 * @param complaint what was expected, or what is wrong
 */
public record Problem(String subject, String value, String where, String complaint) {
    private static final int MAX_SHOWN = 80;

    public Problem {
        value = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN - 3) + "..." : value;
    }

    /** A problem of something that has no value. */
    static Problem of(String subject, String complaint) {
        return new Problem(subject, "", "", complaint);
    }

    /** One line. */
    @Override
    public String toString() {
        return subject
                + (value.isEmpty() ? "" : " = " + value)
                + (where.isEmpty() ? "" : " (" + where + ")")
                + ": "
                + complaint;
    }
}
