package dev.carillon.bus;

import java.util.List;

/** All that the bridge tells one core in one turn, in the order in which it came from Redis. Immutable. */
public record Downlink(List<Event> events) {}
