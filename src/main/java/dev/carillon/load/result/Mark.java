package dev.carillon.load.result;

/**
 * Something that happened during a run. Immutable.
 *
 * @param atMs since its start
 */
public record Mark(long atMs, String what) {}
