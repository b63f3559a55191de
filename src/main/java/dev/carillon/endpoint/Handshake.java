package dev.carillon.endpoint;

/** What a client asked for when it connected. */
public interface Handshake {
    /** The first value of a parameter of the query, or null. */
    String param(String name);
}
