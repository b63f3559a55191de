package dev.carillon.load.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The identity of a message, of a fixed length, in letters and digits that survive whatever a server puts around them:
 * {@code ~L1}, run (8 hexadecimal digits), publisher (6), number (8), due time in microseconds since 1970 (14), {@code ~}.
 * Reading makes no garbage. Pure.
 */
public final class Payload {
    /** How many bytes it takes. */
    public static final int LENGTH = 40;

    /** The number of a message that only asks whether its receiver is there yet. */
    public static final int PROBE = -1;

    private static final int RUN = 3;
    private static final int PUBLISHER = 11;
    private static final int NUMBER = 17;
    private static final int DUE = 25;
    private static final int END = 39;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private Payload() {}

    /** Writes the identity, and fills up to {@code size} bytes. */
    public static void write(byte[] to, int size, int run, int publisher, int number, long dueUs) {
        to[0] = '~';
        to[1] = 'L';
        to[2] = '1';
        hex(to, RUN, PUBLISHER, run);
        hex(to, PUBLISHER, NUMBER, publisher);
        hex(to, NUMBER, DUE, number);
        hex(to, DUE, END, dueUs);
        to[END] = '~';
        Arrays.fill(to, LENGTH, size, (byte) '.');
    }

    /**
     * Where in a text an identity of this run starts, or -1.
     *
     * @param guess where the last one was found, counted from {@code from}
     * @param identity {@value #LENGTH} bytes, where it is put when it is found
     */
    public static int find(ByteBuf text, int from, int length, int guess, int run, byte[] identity) {
        int last = from + length - LENGTH;
        if (from + guess <= last && isAt(text, from + guess, run, identity)) {
            return from + guess;
        }
        for (int at = from; at <= last; at++) {
            if (isAt(text, at, run, identity)) {
                return at;
            }
        }
        return -1;
    }

    public static int publisher(byte[] identity) {
        return (int) number(identity, PUBLISHER, NUMBER);
    }

    public static int number(byte[] identity) {
        return (int) number(identity, NUMBER, DUE);
    }

    public static long dueUs(byte[] identity) {
        return number(identity, DUE, END);
    }

    private static boolean isAt(ByteBuf text, int at, int run, byte[] identity) {
        if (text.getByte(at) != '~' || text.getByte(at + END) != '~') {
            return false;
        }
        text.getBytes(at, identity);
        return identity[1] == 'L' && identity[2] == '1' && (int) number(identity, RUN, PUBLISHER) == run;
    }

    private static long number(byte[] identity, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 4 | VALUES[identity[i] & 0xff] & 0xf;
        }
        return number;
    }

    private static void hex(byte[] to, int from, int end, long number) {
        long rest = number;
        for (int i = end - 1; i >= from; i--) {
            to[i] = DIGITS[(int) rest & 0xf];
            rest >>>= 4;
        }
    }
}
