package dev.carillon.config;

import dev.carillon.http.api.ApiKeys;
import dev.carillon.redis.RedisUrl;
import java.util.List;
import java.util.regex.Pattern;

/** Shows values without the passwords in them. Pure. */
final class Secrets {
    private static final String MASK = "****";

    /** Words in the name of a key that does not exist which tell that its value is nobody's business. */
    private static final Pattern TELLING = Pattern.compile(
            "pass|pwd|key|secret|token|auth|credential|url|uri|private|bearer", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** A key's value as it would stand in the file. */
    static String shown(Key key, Object json) {
        if (!key.setting().secret()) {
            return Json.write(json);
        }
        return Json.write(
                json instanceof List<?> items
                        ? items.stream().map(Secrets::maskedItem).toList()
                        : masked(json));
    }

    /** The value of a key or variable that does not exist: its name, or an @, tells that it might hold a password. */
    static String shownUnknown(String name, Object json) {
        boolean suspicious = TELLING.matcher(name).find() || Json.write(json).contains("@");
        return Json.write(suspicious ? masked(json) : json);
    }

    private static Object maskedItem(Object json) {
        return json instanceof String text ? ApiKeys.masked(text) : new Json.Other(MASK);
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
