package dev.carillon.endpoint;

/** How many sessions an instance may still take; shared by its cores, callable from any thread. */
public interface Quota {
    /** Takes a place, or says that there is none. */
    boolean take();

    /** Gives a place back. */
    void give();
}
