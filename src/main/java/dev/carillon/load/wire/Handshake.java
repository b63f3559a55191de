package dev.carillon.load.wire;

import dev.carillon.load.plan.Target;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * The opening handshake of a target (RFC 6455, section 4.1). All clients of a target use the same key, which the server cannot
 * tell and which saves a digest each. Immutable.
 */
public final class Handshake {
    /** A response's head may be so long. */
    static final int MAX_HEAD = 16_384;

    private static final String KEY = "Y2FyaWxsb24gbG9hZCB0cw==";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String target;
    private final String headers;
    private final byte[] request;
    private final String accept;

    private Handshake(String target, String headers, String accept) {
        this.target = target;
        this.headers = headers;
        this.accept = accept;
        request = ("GET " + target + headers).getBytes(StandardCharsets.US_ASCII);
    }

    public Handshake(URI url) {
        this(target(url), headers(url), digest(KEY + GUID));
    }

    /** The same with {@code query} added to its query. */
    public Handshake asking(String query) {
        return new Handshake(target + (target.indexOf('?') < 0 ? '?' : '&') + query, headers, accept);
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }

    private static String headers(URI url) {
        String host = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        String origin = (Target.isSecure(url) ? "https://" : "http://") + host;
        return " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + KEY
                + "\r\nSec-WebSocket-Version: 13\r\nOrigin: " + origin + "\r\n\r\n";
    }

    byte[] request() {
        return request;
    }

    /** Where the frames start, or -1 while the head is not complete. */
    static int endOfHead(ByteBuf in) {
        int from = in.readerIndex();
        for (int i = from; i + 3 < in.writerIndex(); i++) {
            if (in.getByte(i) == '\r' && in.getInt(i) == 0x0d0a0d0a) {
                return i + 4;
            }
        }
        return -1;
    }

    /** Why a response's head is no upgrade, or an empty text when it is one. */
    String refusal(String head) {
        String[] lines = head.split("\r\n");
        if (!lines[0].startsWith("HTTP/1.")) {
            return "answers with something that is not HTTP: " + shorten(lines[0]);
        }
        if (!lines[0].startsWith("101", lines[0].indexOf(' ') + 1)) {
            return "refuses the handshake: " + shorten(lines[0]);
        }
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("sec-websocket-accept")
                    && line.substring(colon + 1).strip().equals(accept)) {
                return "";
            }
        }
        return "answers the handshake with a wrong Sec-WebSocket-Accept";
    }

    private static String shorten(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() > 80 ? printable.substring(0, 80) + "..." : printable;
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
