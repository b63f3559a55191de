package dev.carillon.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that names a Redis: {@code redis://[user:password@]host[:port][/database]}. Pure. */
public final class RedisUrl {
    private static final String MASK = "****";
    private static final Pattern USER_INFO = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)(?:([^:@]*:)?.*@)?(.*)$");
    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("([?&]password=)[^&]*");
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,9}");

    private static final String ESCAPES = "; special characters in a password are percent-encoded: # is %23";

    private RedisUrl() {}

    /** The url with the password in it masked; a text that is no url is masked as a whole, for it may be a password. */
    public static String masked(String url) {
        Matcher parts = USER_INFO.matcher(url);
        if (url.isEmpty() || !parts.matches()) {
            return url.isEmpty() ? "" : MASK;
        }
        String user = parts.group(2) == null ? "" : parts.group(2);
        boolean hasUserInfo = parts.start(3) > parts.end(1);
        String rest = PASSWORD_PARAMETER.matcher(parts.group(3)).replaceAll("$1" + MASK);
        return parts.group(1) + (hasUserInfo ? user + MASK + "@" : "") + rest;
    }

    /** What is wrong with a url, in words that do not repeat it, or nothing. */
    public static Optional<String> fault(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL" + (url.contains("@") ? ESCAPES : ""));
        }
        if (uri.getHost() == null) {
            return Optional.of(
                    "names no valid host, of letters, digits, dots and hyphens" + (url.contains("@") ? ESCAPES : ""));
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return Optional.of("its port must be from 1 to 65535");
        }
        return DATABASE.matcher(uri.getPath()).matches()
                ? Optional.empty()
                : Optional.of("its path must be the number of a database, such as /0");
    }
}
