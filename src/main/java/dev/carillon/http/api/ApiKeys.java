package dev.carillon.http.api;

import dev.carillon.http.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys that back-ends show; of each its name and the SHA-256 of its secret. Immutable. */
public final class ApiKeys {
    /** The shortest secret, in characters. */
    public static final int MIN_SECRET = 16;

    private static final String HASHED = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String MASK = "****";

    private record NamedHash(String name, byte[] sha256) {}

    private final List<NamedHash> keys;

    /** @param texts {@code name:secret} or {@code name:sha256:<hex>}, without {@link #faults} */
    ApiKeys(List<String> texts) {
        this.keys = texts.stream()
                .map(text -> new NamedHash(name(text), hash(text)))
                .toList();
    }

    /** What is wrong with keys as configured, in words that do not repeat their secrets. */
    public static List<String> faults(List<String> texts) {
        List<String> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (String text : texts) {
            String name = name(text);
            String secret = secret(text);
            if (!names.add(name)) {
                faults.add("two keys have the name " + name);
            } else if (isHashed(secret)
                    && !HEX.matcher(secret.substring(HASHED.length())).matches()) {
                faults.add("key " + name + ": sha256: is followed by 64 hex digits");
            } else if (!isHashed(secret) && secret.length() < MIN_SECRET) {
                faults.add("the secret of key " + name + " has less than " + MIN_SECRET + " characters");
            } else if (!hashes.add(HexFormat.of().formatHex(hash(text)))) {
                faults.add("the secret of key " + name + " is also that of another");
            }
        }
        return faults;
    }

    /** A key as configured with its secret masked; a text that is no key is masked as a whole, for it may be a secret. */
    public static String masked(String text) {
        return text.matches("[A-Za-z0-9._-]{1,64}:.+") ? name(text) + ":" + MASK : MASK;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The name of the key that has the secret. Takes as long for a wrong one as for a right one. */
    Optional<String> nameOf(String secret) {
        byte[] shown = sha256(secret);
        String found = null;
        for (NamedHash key : keys) {
            if (MessageDigest.isEqual(key.sha256, shown)) {
                found = key.name;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] hash(String text) {
        String secret = secret(text);
        return isHashed(secret)
                ? HexFormat.of().parseHex(secret.substring(HASHED.length()).toLowerCase(Locale.ROOT))
                : sha256(secret);
    }

    private static String name(String text) {
        return text.substring(0, text.indexOf(':'));
    }

    private static String secret(String text) {
        return text.substring(text.indexOf(':') + 1);
    }

    private static boolean isHashed(String secret) {
        return secret.startsWith(HASHED);
    }

    private static byte[] sha256(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
    }
}
