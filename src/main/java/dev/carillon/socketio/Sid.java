package dev.carillon.socketio;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A session's id as clients know it: {@code <random UUID>.<number of the core that owns it>}. Immutable.
 *
 * @param core its number within the instance; another instance has other sessions under the same number
 */
record Sid(UUID id, int core) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[0-9]{1,9}");
    private static final int ID_LENGTH = 36;

    /** Null when no session has such an id. */
    static Sid parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        return new Sid(UUID.fromString(text.substring(0, ID_LENGTH)), Integer.parseInt(text.substring(ID_LENGTH + 1)));
    }

    @Override
    public String toString() {
        return id + "." + core;
    }
}
