package dev.carillon.bus;

/** What one core of an instance tells another, handed over by reference. Immutable, as its content has to be. */
public record Letter(Object content) {}
