package dev.carillon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages from a shell. */
@ExtendWith(RedisExtension.class)
final class DeliveryTest {
    private static final String SECRET = "correct-horse-battery";

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private byte[] in = new byte[0];

    @Test
    void shouldPublishOnAChannel() {
        Instance instance = instances.start();
        WsClient chat = clients.open(instance, "/chat");
        assertThat(run("publish", "chat", "Dinner is ready", "--url", url(instance)))
                .isZero();
        assertThat(chat.readText()).isEqualTo("Dinner is ready");
        assertThat(out.toString()).isEqualTo("1 instance received it" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSendToAUserOfAnyName() {
        Instance instance = instances.start();
        WsClient user = clients.open(instance, "/users");
        user.sendText("{\"user_name\":\"zoë /?#%+.\"}").readText();
        assertThat(run("send", "--url=" + url(instance) + "/", "Zoë /?#%+.", "hi"))
                .isZero();
        assertThat(user.readText()).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"`a\nb`|`a\nb`", "`a\n`|a", "`a\r\n`|a", "`a\n\n`|`a\n`", "``|``", "grüße|grüße"})
    void shouldTakeTheTextFromStandardInput(String typed, String sent) {
        Instance instance = instances.start();
        WsClient chat = clients.open(instance, "/chat");
        in = typed.getBytes(StandardCharsets.UTF_8);
        assertThat(run("publish", "--url", url(instance), "chat", "-")).isZero();
        assertThat(chat.readText()).isEqualTo(sent);
    }

    @Test
    void shouldTakeATextThatLooksLikeAnOption() {
        Instance instance = instances.start();
        WsClient chat = clients.open(instance, "/chat");
        assertThat(run("publish", "--url", url(instance), "--", "chat", "--help"))
                .isZero();
        assertThat(chat.readText()).isEqualTo("--help");
    }

    @Test
    void shouldShowItsKey() {
        Instance instance = instances.start("api.keys", "shell:" + SECRET);
        assertThat(run("publish", "--key", SECRET, "chat", "x", "--url", url(instance)))
                .isZero();
        assertThat(run(Map.of("CARILLON_API_KEY", SECRET), "publish", "chat", "x", "--url", url(instance)))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(run("publish", "chat", "x", "--url", url(instance))).isEqualTo(2);
        assertThat(run("publish", "--key", SECRET + "x", "chat", "x", "--url", url(instance)))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "carillon: Show a key: Authorization: Bearer <secret> (status 401)",
                        "carillon: No key has this secret (status 401)");
    }

    @Test
    void shouldSayThatNobodyIsConnected() {
        assertThat(run("send", "nobody", "x", "--url", url(instances.start()))).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("carillon: The user is not connected (status 404)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayWhatTheServerRefuses() {
        assertThat(run("publish", "carillon:control", "x", "--url", url(instances.start())))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("carillon: No channel can have this name: the name is reserved (status 400)");
    }

    @Test
    void shouldSayThatNoServerAnswers() throws IOException {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        String url = "http://localhost:" + port;
        assertThat(run("publish", "chat", "x", "--url", url)).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("carillon: no server answers at " + url);
    }

    @Test
    void shouldSayThatTheServerCouldNot() {
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start("redis.url", redis.url(), "redis.commandTimeout", "200ms");
            redis.stop();
            assertThat(run("publish", "chat", "x", "--url", url(instance))).isEqualTo(1);
            assertThat(err.toString().lines()).singleElement().asString().endsWith("(status 503)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "{}", "[]", "{\"instances\":\"x\",\"detail\":1}"})
    void shouldSayThatAnotherServerAnswers(String body) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = Instances.await(vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .setStatusCode(request.path().contains("chat") ? 200 : 404)
                            .end(body))
                    .listen(0, "127.0.0.1"));
            String url = "http://127.0.0.1:" + server.actualPort();
            assertThat(run("publish", "chat", "x", "--url", url)).isEqualTo(1);
            assertThat(run("publish", "news", "x", "--url", url)).isEqualTo(1);
            assertThat(err.toString().lines())
                    .containsExactly(
                            "carillon: " + url + " is no Carillon",
                            "carillon: " + url + " is no Carillon, or has no API (status 404)");
        } finally {
            Instances.await(vertx.close());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9001",
                "ftp://localhost",
                "http://",
                "http://a b",
                "http://localhost?x",
                "http://localhost:99999",
                "http://a:b@localhost",
                ""
            })
    void shouldRefuseAnUrlThatIsNone(String url) {
        assertThat(run("publish", "chat", "x", "--url", url)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("carillon: --url ");
    }

    @Test
    void shouldRefuseInputThatIsNoText() {
        in = new byte[] {(byte) 0xff};
        assertThat(run("publish", "chat", "-")).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("carillon: the standard input is not valid UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "publish, 'missing required parameters: ''CHANNEL'', ''TEXT'''",
        "publish chat, missing required parameter: 'TEXT'",
        "send a b c, unexpected argument: c",
        "send --kez x a b, no such option: --kez"
    })
    void shouldExplainAUsageMistake(String arguments, String why) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("carillon: " + why);
    }

    private static String url(Instance instance) {
        return "http://127.0.0.1:" + Instances.port(instance);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        Launcher launcher = config -> Future.failedFuture(new IllegalStateException("nothing is served"));
        return new Cli(
                        environment,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        launcher,
                        new ByteArrayInputStream(in))
                .run(arguments);
    }
}
