package dev.carillon.config;

/**
 * The value that counts for one key, as people see it. Immutable.
 *
 * @param path the key, such as {@code redis.commandTimeout}
 * @param shown the value as it would stand in the file, secrets masked
 * @param whence where it came from: {@code default}, {@code file conf/x.json} or {@code environment PORT}
 */
public record Effective(String path, String shown, String whence) {}
