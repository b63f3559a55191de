package dev.carillon.load.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What makes a run fail. Immutable.
 *
 * @param verify whether each message must arrive, once, in order, in time
 * @param maxLag p99 of the tester's own lateness above which the run is invalid
 * @param maxCpu share of its threads' time above which a second counts as too busy
 * @param baseline results to compare with
 * @param tolerance share by which this run may be slower
 */
public record Judgement(boolean verify, Duration maxLag, double maxCpu, Optional<Path> baseline, double tolerance) {}
