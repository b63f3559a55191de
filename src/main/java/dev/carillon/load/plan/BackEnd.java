package dev.carillon.load.plan;

/**
 * How {@code users} and {@code board} are reached beside their sockets. Immutable.
 *
 * @param http whether the back-end publishes by HTTP; else by Redis
 * @param redisUrl where Redis is
 * @param channelPrefix before the user's name in the Redis channel
 * @param apiUrl with {@code {name}} for the user's name
 * @param apiBody with {@code {message}} for the message
 * @param apiKey shown as bearer token; empty: none
 * @param sessionsPerUser clients with the same name
 * @param stateUrl of the board
 */
public record BackEnd(
        boolean http,
        String redisUrl,
        String channelPrefix,
        String apiUrl,
        String apiBody,
        String apiKey,
        int sessionsPerUser,
        String stateUrl) {}
