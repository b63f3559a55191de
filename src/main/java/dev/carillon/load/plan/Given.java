package dev.carillon.load.plan;

/**
 * A value as it was given. Immutable.
 *
 * @param where where it stands, for people, such as {@code --rate} or {@code conf/loadtest.json, rate}
 */
record Given(String text, String where) {}
