package dev.carillon.load.wire;

/** Why a connection failed, for people. Pure. */
public final class Reason {
    private Reason() {}

    /** The system's words, without the name of its call and without the address, which differs from client to client. */
    public static String of(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).replaceFirst(".*error\\(-?\\d+\\): ", "");
        int address = message.indexOf(": ");
        return address < 0 ? message : message.substring(0, address);
    }
}
