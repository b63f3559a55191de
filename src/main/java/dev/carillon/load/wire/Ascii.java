package dev.carillon.load.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Finds things in texts without making garbage. Pure. */
public final class Ascii {
    private static final int MAX_DIGITS = 9;
    private static final int MAX_LONG_DIGITS = 18;

    private Ascii() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where {@code needle} ends in a part of a buffer, or -1. */
    public static int after(ByteBuf bytes, int from, int to, byte[] needle) {
        for (int at = from; at <= to - needle.length; at++) {
            int i = 0;
            while (i < needle.length && bytes.getByte(at + i) == needle[i]) {
                i++;
            }
            if (i == needle.length) {
                return at + i;
            }
        }
        return -1;
    }

    /** Whether {@code text} stands at a place. */
    public static boolean isAt(ByteBuf bytes, int at, int to, byte[] text) {
        return at >= 0 && at + text.length <= to && after(bytes, at, at + text.length, text) >= 0;
    }

    /** The number that starts at a place, or -1 when there is none, or one of more than nine digits. */
    public static int number(ByteBuf bytes, int at, int to) {
        return (int) number(bytes, at, to, MAX_DIGITS);
    }

    /** As {@link #number}, of up to eighteen digits. */
    public static long longNumber(ByteBuf bytes, int at, int to) {
        return number(bytes, at, to, MAX_LONG_DIGITS);
    }

    private static long number(ByteBuf bytes, int at, int to, int maxDigits) {
        long number = 0;
        int digits = 0;
        while (at + digits < to && bytes.getByte(at + digits) >= '0' && bytes.getByte(at + digits) <= '9') {
            number = number * 10 + bytes.getByte(at + digits) - '0';
            if (++digits > maxDigits) {
                return -1;
            }
        }
        return digits == 0 ? -1 : number;
    }
}
