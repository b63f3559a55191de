package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway with TLS switched on, and a certificate made as the README says. */
@ExtendWith(RedisExtension.class)
final class TlsGatewayIT {
    private static final int INSTANCES = 12;
    private static final Pattern RECIPE = Pattern.compile("(?m)^openssl req (.*\\\\\n)*.*$");

    @TempDir
    Path folder;

    @RegisterExtension
    final Instances instances = new Instances();

    private final int first = FreePorts.row(INSTANCES);
    private Nginx nginx;

    @BeforeEach
    void start() throws Exception {
        instances.start("server.port", "" + first, "server.ports", "" + INSTANCES, "server.verticlesPerPort", "1");
        nginx = Nginx.prepare(
                folder, IntStream.range(first, first + INSTANCES).boxed().toList());
        makeCertificate();
        nginx.replace(
                        "nginx.conf",
                        "        include carillon/routes.conf;\n        # For TLS put this in the place of the line above: HTTP"
                                + " then only redirects\n        # include",
                        "        include")
                .replace("nginx.conf", "# include carillon/tls.conf;", "include carillon/tls.conf;")
                .start();
    }

    @AfterEach
    void stop() {
        nginx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldTalkToAWebSocketOverTls(String version) throws Exception {
        Answer answer = new Answer();
        WebSocket socket = client(version)
                .newWebSocketBuilder()
                .buildAsync(URI.create("wss://localhost:" + nginx.port(443) + "/chat"), answer)
                .get(10, TimeUnit.SECONDS);
        socket.sendText("ding", true);
        assertThat(answer.text.get(10, TimeUnit.SECONDS)).matches("\\[Server-\\d+] ding");
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldResumeASession(String version) throws Exception {
        assertThat(ask("/state", version, "-sess_out", "session"))
                .contains("New, TLSv1")
                .contains("HTTP/1.1 200");
        assertThat(ask("/state", version, "-sess_in", "session"))
                .contains("Reused, TLSv1")
                .contains("HTTP/1.1 200");
    }

    @Test
    void shouldKeepManagementToItself() throws Exception {
        for (String path : List.of("/metrics", "/ready", "/live")) {
            assertThat(ask(path)).as(path).contains("HTTP/1.1 404");
        }
    }

    @Test
    void shouldServePagesOverTlsAlone() throws Exception {
        HttpResponse<String> page = client("TLSv1.3")
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + nginx.port(443) + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(Http.get("127.0.0.1", nginx.port(80), "/state?a=b").text())
                .startsWith("HTTP/1.1 308")
                .contains("Location: https://localhost/state?a=b");
    }

    private HttpClient client(String version) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream certificate = Files.newInputStream(nginx.certificates().resolve("carillon.crt"))) {
            trusted.setCertificateEntry(
                    "carillon", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .sslParameters(new SSLParameters(null, new String[] {version}))
                .build();
    }

    private void makeCertificate() throws Exception {
        Matcher recipe = RECIPE.matcher(Files.readString(Path.of("README.md")));
        assertThat(recipe.find()).isTrue();
        run("", "sh", "-c", recipe.group());
    }

    /** What openssl says of a connection that asks for a path. */
    private String ask(String path, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-ign_eof", "-connect", "localhost:" + nginx.port(443)));
        command.addAll(List.of(options));
        return run("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n", command.toArray(String[]::new));
    }

    private String run(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(nginx.certificates().toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Completes with the first text. */
    private static final class Answer implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            return null;
        }
    }
}
