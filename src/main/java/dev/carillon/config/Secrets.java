package dev.carillon.config;

import dev.carillon.redis.RedisUrl;
import java.util.List;
import java.util.regex.Pattern;

/** Shows values without the passwords in them. Pure. */
final class Secrets {
    private static final String MASK = "****";

    /** Words in the name of a key that does not exist which tell that its value is nobody's business. */
    private static final Pattern TELLING =
            Pattern.compile("pass|pwd|secret|token|auth|credential|url|uri|private", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** A key's value as it would stand in the file. */
    static String shown(Key key, Object json) {
        return Json.write(key.setting().secret() ? masked(json) : json);
    }

    /** The value of a key or variable that does not exist: its name, or an @, tells that it might hold a password. */
    static String shownUnknown(String name, Object json) {
        boolean suspicious = TELLING.matcher(name).find() || Json.write(json).contains("@");
        return Json.write(suspicious ? masked(json) : json);
    }

    private static Object masked(Object json) {
        if (json instanceof String text) {
            return RedisUrl.masked(text);
        }
        return json instanceof List<?> items
                ? items.stream().map(Secrets::masked).toList()
                : new Json.Other(MASK);
    }
}
