package dev.carillon.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page and its files are served. */
@ExtendWith(RedisExtension.class)
final class PagesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern ASSET = Pattern.compile("\"(assets/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("server.name", "Kampen", "chat.path", "/talk", "users.enabled", "false");

    @Test
    void shouldShowThePageAtTheRoot() {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(page)).startsWith("<!doctype html>").contains("<title>Carillon</title>");
    }

    @Test
    void shouldHaveThePageAskedForEachTimeAndItsAssetsKept() {
        assertThat(header(get("/"), "Cache-Control")).isEqualTo("no-cache");
        assertThat(assets()).isNotEmpty().allSatisfy(asset -> {
            HttpResponse<byte[]> response = get("/" + asset);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        });
    }

    @Test
    void shouldServeEveryFileThatThePageNeedsAndNoOther() throws IOException {
        Set<String> files;
        try (Stream<Path> web = Files.list(Path.of("src/main/resources/web"))) {
            files = web.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("index.html"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> named = assets().stream()
                .map(asset -> asset.substring(asset.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).as("named in index.html").isEqualTo(files);
        for (String file : files) {
            Matcher imports = IMPORT.matcher(text(get("/assets/any/" + file)));
            while (imports.find()) {
                assertThat(files).contains(imports.group(1));
            }
        }
    }

    @Test
    void shouldServeAnAssetOfAnotherVersionWithoutHavingItKept() {
        HttpResponse<byte[]> response = get("/assets/older/app.js");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/x/style.css", "/socket.io/socket.io.js"})
    void shouldSendNothingAgainThatTheBrowserHas(String path) {
        String etag = header(get(path), "ETag");
        assertThat(etag).matches("\"[A-Za-z0-9_-]{20}\"");
        for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            HttpResponse<byte[]> response = get(path, "If-None-Match", known);
            assertThat(response.statusCode()).as(known).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(header(response, "ETag")).isEqualTo(etag);
            assertThat(header(response, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
        }
        assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/x/app.js", "/socket.io/socket.io.min.js", "/socket.io/socket.io.js"})
    void shouldCompressForThoseWhoAcceptIt(String path) throws IOException {
        HttpResponse<byte[]> plain = get(path);
        HttpResponse<byte[]> compressed = get(path, "Accept-Encoding", "br;q=1.0, gzip;q=0.8");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(compressed, "ETag")).isNotEqualTo(header(plain, "ETag"));
        assertThat(compressed.body()).hasSizeLessThan(plain.body().length);
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(get(path, "Accept-Encoding", "gzip", "If-None-Match", header(compressed, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br"})
    void shouldNotCompressForOthers(String accepted) {
        HttpResponse<byte[]> response = get("/", "Accept-Encoding", accepted);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(response)).contains("Carillon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/x/app.js", "/socket.io/socket.io.js", "/page.json"})
    void shouldKeepTheBrowserFromDoingMoreThanItShould(String path) {
        HttpResponse<byte[]> response = get(path);
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "data:");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void shouldHaveNothingInlineThatThePolicyForbids() {
        assertThat(text(get("/"))).doesNotContainPattern("<style|<script(?! type=\"module\" src=)|\\s(style|on\\w+)=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/x/style.css", "/socket.io/socket.io.js", "/page.json"})
    void shouldAnswerHeadAsGetWithoutTheBody(String path) {
        HttpResponse<byte[]> get = get(path);
        HttpResponse<byte[]> head = send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().map()).isEqualTo(get.headers().map());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/x/style.css", "/socket.io/socket.io.js", "/page.json"})
    void shouldNameWhatItAllowsWhenAskedForMore(String path) {
        HttpResponse<byte[]> response = send("POST", path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow").split(",\\s*")).containsExactlyInAnyOrder("GET", "HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/assets",
                "/assets/",
                "/assets/x/",
                "/assets/x/nothing.js",
                "/assets/x/index.html",
                "/assets/x/app.js/more",
                "/assets/x/../../application.class",
                "/assets/x/..%2f..%2fMETA-INF%2fMANIFEST.MF",
                "/assets/x/%2e%2e/%2e%2e/META-INF/NOTICE",
                "/assets/x/..\\..\\META-INF\\NOTICE",
                "/assets/%00/app.js%00",
                "/web/app.js",
                "/META-INF/NOTICE",
                "/socket.io/nothing.js",
                "/socket.io/../META-INF/NOTICE",
                "/socket.io/..%2f..%2f..%2f..%2fNOTICE",
                "/dev/carillon/Main.class"
            })
    void shouldGiveNothingElseAway(String path) {
        try (var client = server.connect()) {
            client.send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.readHead()).containsPattern("^HTTP/1.1 40[04] ");
        }
    }

    @Test
    void shouldSayWhatIsServedAndWhere() {
        HttpResponse<byte[]> response = get("/page.json");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        JsonObject page = new JsonObject(text(response));
        assertThat(page.getString("server")).isEqualTo("Kampen");
        assertThat(page.getJsonObject("endpoints"))
                .isEqualTo(new JsonObject()
                        .put("sessions", "/ws")
                        .put("chat", "/talk")
                        .put("board", "/board")
                        .put("socketio", "/socket.io/")
                        .put("echo", "/echo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket.io.js", "socket.io.min.js"})
    void shouldServeTheSocketIoClient(String build) {
        HttpResponse<byte[]> script = get("/socket.io/" + build);
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(text(script)).contains("Socket.IO v4.");
    }

    private static List<String> assets() {
        return ASSET.matcher(text(get("/")))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Instances.port(server.instance()) + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
