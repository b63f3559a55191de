package dev.carillon.load.result;

/**
 * By what a run is judged. Immutable.
 *
 * @param verify whether each message had to arrive, once, in order, in time
 * @param closedLoop whether each client waited for its answers, so that latencies say nothing of messages that were never due
 * @param maxLagUs p99 of the tester's own lateness above which a run is invalid
 * @param maxCpu busier seconds are too busy
 * @param clients how many had to connect
 * @param reconnect whether clients may be cut
 */
public record Conditions(
        boolean verify, boolean closedLoop, long maxLagUs, double maxCpu, long clients, boolean reconnect) {}
