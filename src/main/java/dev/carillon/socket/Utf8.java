package dev.carillon.socket;

import io.netty.buffer.ByteBuf;

/**
 * Checks text as it comes in, fragment by fragment, and fails at the first byte that cannot belong to UTF-8 (RFC 3629, section
 * 4). Confined to the event loop of its session.
 */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private int missing;
    private int low;
    private int high;

    /** Whether a text that came in one piece is valid. */
    static boolean isValid(ByteBuf text) {
        int from = skipAscii(text, text.readerIndex());
        if (from == text.writerIndex()) {
            return true;
        }
        Utf8 check = new Utf8();
        return check.append(text) && check.complete();
    }

    /** Takes the next fragment; false when the text is wrong whatever follows. */
    boolean append(ByteBuf fragment) {
        int end = fragment.writerIndex();
        int i = fragment.readerIndex();
        while (i < end) {
            if (missing == 0) {
                i = skipAscii(fragment, i);
                if (i < end && !lead(fragment.getByte(i++) & 0xff)) {
                    return false;
                }
            } else {
                int b = fragment.getByte(i++) & 0xff;
                if (b < low || b > high) {
                    return false;
                }
                low = 0x80;
                high = 0xbf;
                missing--;
            }
        }
        return true;
    }

    /** Whether no character is left unfinished. */
    boolean complete() {
        return missing == 0;
    }

    private boolean lead(int b) {
        low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        if (b >= 0xc2 && b <= 0xdf) {
            missing = 1;
        } else if (b >= 0xe0 && b <= 0xef) {
            missing = 2;
        } else if (b >= 0xf0 && b <= 0xf4) {
            missing = 3;
        } else {
            return b < 0x80;
        }
        return true;
    }

    private static int skipAscii(ByteBuf text, int from) {
        int i = from;
        int end = text.writerIndex();
        while (i <= end - Long.BYTES && (text.getLong(i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        while (i < end && text.getByte(i) >= 0) {
            i++;
        }
        return i;
    }
}
