package dev.carillon.bus;

/**
 * A session and where it lives. Immutable.
 *
 * @param instance id of its instance
 * @param server name of its instance
 * @param messageCount how many of its messages were counted; null when its endpoint does not count
 */
public record LocatedSession(SessionInfo session, String instance, String server, Long messageCount) {}
