package dev.carillon.bus;

import java.util.List;

/**
 * All that one core asks of the bridge in one turn, in order. Immutable.
 *
 * @param core number of the core within its instance, for the answers
 */
public record Uplink(int core, List<Command> commands) {}
