package dev.carillon.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports in a row on which nobody listened a moment ago. */
public final class FreePorts {
    // Below those that the system gives out by itself
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private FreePorts() {}

    /** The first of {@code size} ports. */
    public static int row(int size) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - size);
            if (allFree(first, size)) {
                return first;
            }
        }
    }

    private static boolean allFree(int first, int size) {
        for (int i = 0; i < size; i++) {
            try (ServerSocket socket = new ServerSocket(first + i)) {
                socket.getLocalPort();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
