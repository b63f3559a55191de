package dev.carillon.config;

import java.util.List;

/**
 * A configuration that holds, and where each of its values came from. Immutable.
 *
 * @param values of every key, in the order in which they are shown
 */
public record LoadedConfig(Config config, List<Effective> values) {}
