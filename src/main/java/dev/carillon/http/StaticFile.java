package dev.carillon.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it goes to browsers, plain and compressed. Immutable: nobody changes the buffers.
 *
 * @param type its media type
 * @param gzip the same as {@code plain}, where compression gains nothing
 */
record StaticFile(String type, Encoded plain, Encoded gzip) {
    /**
     * One form of a file. Immutable.
     *
     * @param etag strong, with its quotes (RFC 9110, section 8.8.3)
     */
    record Encoded(Buffer body, String etag) {}

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "map", "application/json",
            "svg", "image/svg+xml");
    private static final int TAG_BYTES = 15;

    /** @param name by whose ending the type is known */
    static StaticFile of(String name, byte[] content) {
        String tag = tag(content);
        byte[] compressed = compressed(content);
        Encoded plain = new Encoded(Buffer.buffer(content), '"' + tag + '"');
        Encoded gzip = new Encoded(Buffer.buffer(compressed), '"' + tag + "-gzip\"");
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return new StaticFile(type, plain, compressed.length < content.length ? gzip : plain);
    }

    /** Short text that is another one for each content. */
    static String tag(byte[] content) {
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(content), TAG_BYTES));
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
