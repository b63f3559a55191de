package dev.carillon.testing;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports of this machine that nobody listened on a moment ago. */
public final class Ports {
    private Ports() {}

    /** The first of so many free ports in a row. */
    public static int freeRange(int size) {
        while (true) {
            try (ServerSocket first = new ServerSocket(0)) {
                if (areFree(first.getLocalPort() + 1, size - 1)) {
                    return first.getLocalPort();
                }
            } catch (IOException noneLeft) {
                throw new IllegalStateException(noneLeft);
            }
        }
    }

    private static boolean areFree(int first, int size) {
        for (int port = first; port < first + size; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                socket.getLocalPort();
            } catch (IOException | IllegalArgumentException taken) {
                return false;
            }
        }
        return true;
    }
}
