package dev.carillon.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Something that is published now and then, once for all instances. Immutable.
 *
 * @param interval zero: never
 * @param text makes the message
 */
public record Announcement(String channel, Duration interval, Function<Instant, byte[]> text) {}
