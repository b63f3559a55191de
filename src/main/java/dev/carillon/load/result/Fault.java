package dev.carillon.load.result;

import java.util.Locale;

/** What can go wrong with one message for one client. */
public enum Fault {
    LOST,
    DUPLICATED,
    OUT_OF_ORDER,
    LATE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
