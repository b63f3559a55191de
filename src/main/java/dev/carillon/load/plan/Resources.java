package dev.carillon.load.plan;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the tester itself uses, and where it writes. Immutable.
 *
 * @param threads event loops
 * @param memoryCheckInterval how often memory is looked at
 * @param maxMemoryUsage share above which it slows down
 * @param serverPid process whose memory is shown too; 0: none
 * @param results where each run makes its folder
 * @param displayInterval time between two lines
 */
public record Resources(
        int threads,
        Duration memoryCheckInterval,
        double maxMemoryUsage,
        int serverPid,
        Path results,
        Duration displayInterval) {}
