package dev.carillon.load.run;

import dev.carillon.load.wire.Ascii;
import io.netty.buffer.ByteBuf;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client of a chat with a history has, so that the one that comes back in its place goes on from there: its account, how far it
 * got in the server's count, and how much the server said is missing. Confined to its lane.
 */
final class Resumption {
    private static final int MAX_GAPS = 64;
    private static final byte[] HELLO = Ascii.bytes("\"type\":\"hello\"");
    private static final byte[] GAP = Ascii.bytes("\"type\":\"gap\"");
    private static final byte[] TOKEN = Ascii.bytes("\"resume\":\"");
    private static final byte[] EPOCH = Ascii.bytes("\"epoch\":\"");
    private static final byte[] OFFSET = Ascii.bytes("\"offset\":");
    private static final byte[] FROM = Ascii.bytes("\"from\":");
    private static final byte[] TO = Ascii.bytes("\"to\":");
    private static final byte[] QUOTE = {'"'};

    /** Offsets from first to last that the server said are missing. */
    private record Gap(long from, long to) {
        boolean holds(long offset) {
            return from <= offset && offset <= to;
        }
    }

    private final Account account;
    private final Deque<Gap> gaps = new ArrayDeque<>();
    private String first = "";
    private String epoch = "";
    private byte[] epochBytes = {};
    private long offset = -1;
    private long missing;

    Resumption(Account account) {
        this.account = account;
    }

    Account account() {
        return account;
    }

    /** Whether the server has said where the client stands. */
    boolean isPossible() {
        return offset >= 0 || !first.isEmpty();
    }

    /** What to ask in the handshake for. */
    String query() {
        String token = offset < 0 ? first : epoch + ":" + offset;
        String flags = "hello=1&offsets=1";
        return token.isEmpty() ? flags : flags + "&resume=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /** A message of the run has come, whose identity starts at {@code to}. */
    void message(ByteBuf bytes, int from, int to) {
        int atEpoch = Ascii.after(bytes, from, to, EPOCH);
        int atOffset = Ascii.after(bytes, from, to, OFFSET);
        if (atEpoch < 0 || atOffset < 0) {
            return;
        }
        if (epoch.isEmpty() || !Ascii.isAt(bytes, atEpoch, to, epochBytes)) {
            epoch = quoted(bytes, atEpoch, to);
            epochBytes = (epoch + "\"").getBytes(StandardCharsets.UTF_8);
            gaps.clear();
        }
        offset = Ascii.longNumber(bytes, atOffset, to);
        if (missing > 0 && gaps.stream().anyMatch(gap -> gap.holds(offset))) {
            missing--;
        }
    }

    /** Whether a text is the server's word of where the client stands. */
    boolean hello(ByteBuf bytes, int from, int to) {
        if (Ascii.after(bytes, from, to, HELLO) < 0) {
            return false;
        }
        int token = Ascii.after(bytes, from, to, TOKEN);
        if (token >= 0 && !isPossible()) {
            first = quoted(bytes, token, to);
        }
        return true;
    }

    /** Whether a text says that messages are missing; of how many it does not say counts for all. */
    boolean gap(ByteBuf bytes, int from, int to) {
        if (Ascii.after(bytes, from, to, GAP) < 0) {
            return false;
        }
        long gapFrom = number(bytes, from, to, FROM);
        long gapTo = number(bytes, from, to, TO);
        if (gapFrom < 0 || gapTo < gapFrom) {
            missing = Long.MAX_VALUE;
        } else if (missing < Long.MAX_VALUE) {
            missing += gapTo - gapFrom + 1;
            gaps.add(new Gap(gapFrom, gapTo));
            if (gaps.size() > MAX_GAPS) {
                gaps.remove();
            }
        }
        return true;
    }

    /** A message is missing: whether it is one of those that the server announced. Of these there are no more than it said. */
    boolean wasAnnounced() {
        if (missing == 0) {
            return false;
        }
        missing -= missing == Long.MAX_VALUE ? 0 : 1;
        return true;
    }

    private static long number(ByteBuf bytes, int from, int to, byte[] name) {
        int at = Ascii.after(bytes, from, to, name);
        return at < 0 ? -1 : Ascii.longNumber(bytes, at, to);
    }

    private static String quoted(ByteBuf bytes, int from, int to) {
        int end = Ascii.after(bytes, from, to, QUOTE);
        return bytes.toString(from, Math.max(0, end - 1 - from), StandardCharsets.UTF_8);
    }
}
