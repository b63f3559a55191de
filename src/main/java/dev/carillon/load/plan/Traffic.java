package dev.carillon.load.plan;

import java.time.Duration;
import java.util.List;

/**
 * What is sent. Immutable.
 *
 * @param clients of all workers together
 * @param publishers of all workers together
 * @param rate messages a second of all workers together; 0: closed loop
 * @param poisson whether due times are drawn at random
 * @param duration zero: until each client has sent its messages
 * @param messagesPerClient of {@code sessions}; 0: no limit
 * @param payloadBytes size of a message
 * @param deadline beyond it a message is late
 * @param settle time between the last connection and the first message
 * @param maxPendingBytes that wait for a server that does not read
 * @param steps what else happens
 */
public record Traffic(
        int clients,
        int publishers,
        double rate,
        boolean poisson,
        Duration duration,
        int messagesPerClient,
        int payloadBytes,
        Duration deadline,
        Duration settle,
        int maxPendingBytes,
        List<Step> steps) {

    /** Whether each client sends only when it has its answer. */
    public boolean isClosedLoop() {
        return rate == 0;
    }
}
