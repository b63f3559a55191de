package dev.carillon.bus;

import java.util.UUID;

/**
 * A session as others see it. Immutable.
 *
 * @param endpoint name of its endpoint
 * @param transport {@code websocket} or {@code polling}
 * @param port that its client connected to
 * @param openedMs since the epoch
 */
public record SessionInfo(UUID id, String endpoint, String transport, int port, long openedMs) {}
