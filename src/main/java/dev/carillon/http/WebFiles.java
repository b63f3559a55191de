package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of the page and of Socket.IO's browser client. Read from the class path once in the life of the process, when they are
 * first asked for. Immutable.
 *
 * @param version of the assets: another one when one of them is another
 * @param index the page itself, in which {@code @version@} is replaced
 * @param assets what the page loads, by name
 * @param socketIo the client, by the names that it is asked for with
 */
record WebFiles(String version, StaticFile index, Map<String, StaticFile> assets, Map<String, StaticFile> socketIo) {
    private static final String PAGE = "/web/";
    private static final String INDEX = "index.html";
    private static final List<String> ASSETS = List.of(
            "app.js",
            "backoff.js",
            "banner.js",
            "bell.svg",
            "board.js",
            "board-state.js",
            "chat.js",
            "connection.js",
            "grid.js",
            "panel.js",
            "rate.js",
            "session.js",
            "style.css");

    // Where a WebJar has its files
    private static final String CLIENT = "/META-INF/resources/webjars/socket.io-client/4.8.4/socket.io.min.js";
    private static final List<String> CLIENT_NAMES = List.of("socket.io.js", "socket.io.min.js");

    private static final class Loaded {
        static final WebFiles FILES = load();
    }

    /** The files; the first call reads them, and so may block. Callable from any thread. */
    static WebFiles get() {
        return Loaded.FILES;
    }

    private static WebFiles load() {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        Map<String, StaticFile> assets = new LinkedHashMap<>();
        for (String name : ASSETS) {
            byte[] content = read(PAGE + name);
            together.writeBytes(content);
            assets.put(name, StaticFile.of(name, content));
        }
        Map<String, StaticFile> socketIo = new LinkedHashMap<>();
        byte[] client = read(CLIENT);
        CLIENT_NAMES.forEach(name -> socketIo.put(name, StaticFile.of(name, client)));
        String version = StaticFile.tag(together.toByteArray());
        String index = new String(read(PAGE + INDEX), StandardCharsets.UTF_8).replace("@version@", version);
        return new WebFiles(
                version,
                StaticFile.of(INDEX, index.getBytes(StandardCharsets.UTF_8)),
                Map.copyOf(assets),
                Map.copyOf(socketIo));
    }

    private static byte[] read(String path) {
        try (InputStream in = WebFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
