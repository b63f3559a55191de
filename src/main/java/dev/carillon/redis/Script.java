package dev.carillon.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script. Immutable.
 *
 * @param digest by which Redis knows it once it was loaded
 */
record Script(String text, String digest) {
    static Script of(String text) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return new Script(text, HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-1", e);
        }
    }
}
