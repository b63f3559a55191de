package dev.carillon.load.plan;

import java.time.Duration;

/**
 * How clients connect: in batches. Immutable.
 *
 * @param batchSize clients that connect together
 * @param batchInterval time between two batches
 * @param maxActiveBatches batches that are connecting, or in {@code sessions} not yet done, at once
 * @param timeout of a connection with its handshake
 * @param retries how often a client tries again
 * @param retryDelay time before it does
 * @param reconnect whether a client that was cut comes back: when the server asked it to, else after the delay, more or less
 * @param resume whether it then asks for what it missed
 */
public record Connecting(
        int batchSize,
        Duration batchInterval,
        int maxActiveBatches,
        Duration timeout,
        int retries,
        Duration retryDelay,
        boolean reconnect,
        boolean resume) {}
