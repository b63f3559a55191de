package dev.carillon.load.wire;

import io.netty.channel.ChannelException;
import java.util.List;

/** Why a connection failed, for people. Pure. */
public final class Reason {
    /** This process may open no more files. */
    public static final String NO_FILE = "no file left for it (ulimit -n)";

    private static final List<String> OWN_SHORTAGES =
            List.of(NO_FILE, "Too many open files", "Cannot assign requested address", "Address already in use");

    private Reason() {}

    /** The system's words, without the name of its call and without the address, which differs from client to client. */
    public static String of(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && (root instanceof ChannelException || root.getMessage() == null)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).replaceFirst(".*error\\(-?\\d+\\): ", "");
        int address = message.indexOf(": ");
        return address < 0 ? message : message.substring(0, address);
    }

    /** Whether it failed because this process, or this machine's addresses, had nothing left to connect with. */
    public static boolean isOwnShortage(String why) {
        return OWN_SHORTAGES.stream().anyMatch(why::contains);
    }
}
