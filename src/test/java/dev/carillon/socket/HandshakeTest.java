package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Which handshakes are accepted and what the others are told (RFC 6455, section 4.2). */
@ExtendWith(RedisExtension.class)
final class HandshakeTest {
    private static final String RIGHT = """
            GET /echo HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            """;

    @RegisterExtension
    static final SharedInstance server = new SharedInstance("server.origins", "https://a.example,https://b.example");

    @AfterEach
    void serverGoesOn() {
        Dialogue.echo(server).expectToGoOn();
    }

    @Test
    void shouldAnswerWithTheKeyOfTheStandardsExample() {
        assertThat(answer(RIGHT))
                .startsWith("http/1.1 101 ")
                .contains("\r\nupgrade: websocket\r\n", "\r\nconnection: upgrade\r\n")
                .contains("\r\nsec-websocket-accept: " + "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".toLowerCase() + "\r\n")
                .doesNotContain("sec-websocket-protocol", "sec-websocket-extensions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection: keep-alive, Upgrade",
                "CONNECTION: upgrade",
                "Connection: keep-alive\nConnection: Upgrade",
                "Connection:Upgrade,close-notify"
            })
    void shouldFindUpgradeAmongTheOptionsOfTheConnection(String header) {
        assertThat(answer(RIGHT.replace("Connection: Upgrade", header))).startsWith("http/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: WebSocket", "upgrade: WEBSOCKET", "Upgrade:websocket"})
    void shouldNotMindTheCaseOfUpgrade(String header) {
        assertThat(answer(RIGHT.replace("Upgrade: websocket", header))).startsWith("http/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/echo/", "/echo?", "/echo?token=a/b&c=%20", "/echo/?x", "http://localhost/echo"})
    void shouldFindTheEndpointOfAPath(String path) {
        assertThat(answer(RIGHT.replace("/echo", path))).startsWith("http/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/unknown",
                "/echo/more",
                "/Echo",
                "/echo//",
                "//echo",
                "/%65cho",
                "/echo%",
                "*",
                "echo",
                "?"
            })
    void shouldNotFindAnEndpointOfAnotherPath(String path) {
        String request = RIGHT.replace("/echo", path);
        assertThat(answer(request)).startsWith("http/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo?%zz", "/users?hello=%", "/chat/?a=b&%c", "/board?%"})
    void shouldRefuseAQueryThatCannotBeDecoded(String path) {
        assertThat(answer(RIGHT.replace("/echo", path))).startsWith("http/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unknown", "/echo/more", "/%", "/%zz", "/\\", "*", "unknown", "/ä", ":"})
    void shouldAnswerAPlainRequestForAnotherPath(String path) {
        assertThat(answer("GET " + path + " HTTP/1.1\nHost: localhost\n")).containsPattern("^http/1.1 4\\d\\d ");
    }

    @Test
    void shouldAskAPlainRequestToUpgrade() {
        assertThat(answer("GET /echo HTTP/1.1\nHost: localhost\n"))
                .startsWith("http/1.1 426 ")
                .contains("\r\nupgrade: websocket\r\n", "\r\nconnection: upgrade\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: websocket", "Connection: Upgrade"})
    void shouldAskARequestThatMeansOnlyHalfOfItToUpgrade(String missing) {
        assertThat(answer(RIGHT.replace(missing + "\n", ""))).startsWith("http/1.1 426 ");
    }

    @Test
    void shouldAskForAnotherUpgrade() {
        assertThat(answer(RIGHT.replace("Upgrade: websocket", "Upgrade: h2c"))).startsWith("http/1.1 426 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: 14", "Sec-WebSocket-Version: ", "X: 13"})
    void shouldNameItsVersionWhenAnotherIsAskedFor(String header) {
        assertThat(answer(RIGHT.replace("Sec-WebSocket-Version: 13", header)))
                .startsWith("http/1.1 426 ")
                .contains("\r\nsec-websocket-version: 13\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: no key at all",
                "Sec-WebSocket-Key: ",
                "Sec-WebSocket-Key: short",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Key: ????????????????????????"
            })
    void shouldRefuseAKeyThatIsNone(String header) {
        assertThat(answer(RIGHT.replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", header)))
                .startsWith("http/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "HEAD", "UNHEARD-OF"})
    void shouldRefuseAnotherMethod(String method) {
        assertThat(answer(RIGHT.replace("GET", method)))
                .startsWith("http/1.1 405 ")
                .contains("\r\nallow: get\r\n");
    }

    @Test
    void shouldRefuseAnOlderHttpAndEndTheConnection() {
        WsClient client = server.connect().send(request(RIGHT.replace("HTTP/1.1", "HTTP/1.0")));
        assertThat(client.readHead()).contains(" 426 ");
        assertThat(client.awaitEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4", "Transfer-Encoding: chunked"})
    void shouldRefuseAHandshakeWithABody(String header) {
        assertThat(answer(RIGHT + header + "\n")).startsWith("http/1.1 400 ");
    }

    @Test
    void shouldAcceptAHandshakeWithABodyOfNothing() {
        assertThat(answer(RIGHT + "Content-Length: 0\n")).startsWith("http/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example", "https://b.example"})
    void shouldAcceptAnOriginOfTheList(String origin) {
        assertThat(answer(RIGHT + "Origin: " + origin + "\n")).startsWith("http/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://c.example",
                "http://a.example",
                "https://a.example:8443",
                "https://a.example.evil",
                "null",
                "",
                "a"
            })
    void shouldRefuseAnotherOrigin(String origin) {
        assertThat(answer(RIGHT + "Origin: " + origin + "\n")).startsWith("http/1.1 403 ");
    }

    @Test
    void shouldAcceptAClientThatIsNoBrowserAndSendsNoOrigin() {
        assertThat(answer(RIGHT)).startsWith("http/1.1 101 ");
    }

    @Test
    void shouldLetAClientTryAgainOnTheSameConnection() {
        WsClient client = server.connect();
        String[] wrong = {
            RIGHT.replace("/echo", "/unknown"),
            RIGHT.replace("Version: 13", "Version: 7"),
            RIGHT.replace("b25jZQ==", ""),
            RIGHT.replace("GET", "POST"),
            "GET / HTTP/1.1\nHost: localhost\n",
            "GET /echo HTTP/1.1\nHost: localhost\n"
        };
        for (String request : wrong) {
            client.send(request(request));
            skipBody(client, client.readHead());
        }
        client.send(request(RIGHT));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        Dialogue.with(client).expectToGoOn();
    }

    @Test
    void shouldAnswerPlainRequestsInFrontOfTheHandshakeFirst() {
        String plain = "GET / HTTP/1.1\nHost: localhost\n";
        WsClient client = server.connect()
                .send(Frames.concat(request(plain), request(plain), request(RIGHT), Frames.text("at once")));
        for (int i = 0; i < 2; i++) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            skipBody(client, client.responseHead());
        }
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        Dialogue.with(client).expectText("at once").expectToGoOn();
    }

    @Test
    void shouldAnswerARefusedRequestWithABodyInFrontOfTheHandshake() {
        String refused = RIGHT.replace("GET", "POST") + "Content-Length: 4\n";
        WsClient client = server.connect()
                .send(Frames.concat(request(refused), Frames.utf8("body"), request(RIGHT), Frames.text("at once")));
        assertThat(client.readHead()).startsWith("HTTP/1.1 405 ");
        skipBody(client, client.responseHead());
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        Dialogue.with(client).expectText("at once").expectToGoOn();
    }

    @Test
    void shouldReadAnOfferFromTheSecondOfTwoHeaders() {
        String headers = "Sec-WebSocket-Extensions: x-unknown\nSec-WebSocket-Extensions: permessage-deflate\n";
        assertThat(answer(RIGHT + headers))
                .contains("\r\nsec-websocket-extensions: permessage-deflate; server_no_context_takeover\r\n");
    }

    @Test
    void shouldTakeASecondHandshakeForAWrongFrame() {
        WsClient client = server.connect().send(Frames.concat(request(RIGHT), request(RIGHT)));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        Dialogue.with(client).expectClose(1002);
    }

    @Test
    void shouldRefuseAHeaderThatIsTooLarge() {
        assertEndsWithAnError(RIGHT + "X-Large: " + "x".repeat(9_000) + "\n");
        assertEndsWithAnError(RIGHT + "X-Many: 0123456789\n".repeat(450));
        assertEndsWithAnError(RIGHT.replace("/echo", "/echo?" + "x".repeat(9_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Large: ", "X-Many: 0123456789\nX-Large:"})
    void shouldEndTheConnectionInTheMidstOfAHeaderThatNeverEnds(String beginning) {
        WsClient client = server.connect().send(Frames.utf8((RIGHT + beginning).replace("\n", "\r\n")));
        byte[] part = Frames.utf8("x".repeat(1000));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        client.send(part);
                    }
                })
                .hasRootCauseInstanceOf(SocketException.class);
        assertThat(client.awaitEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "GET /echo", "GET /echo HTTP/9.9", "GET /echo FTP/1.1", "\0\0\0\0", "PRI * HTTP/2.0"})
    void shouldRefuseWhatIsNoRequest(String line) {
        assertEndsWithAnError(RIGHT.replace("GET /echo HTTP/1.1", line));
    }

    @ParameterizedTest
    @ValueSource(strings = {": no name", "no colon", "Name with space: x", "Content-Length: x", "Content-Length: -1"})
    void shouldRefuseAHeaderThatIsNone(String header) {
        assertThat(answer(RIGHT + header + "\n")).containsPattern("^http/1.1 (400|101) ");
    }

    @Test
    void shouldNotLogWhatAClientGetsWrong() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        try {
            for (String path : new String[] {"/%", "/%zz", "/\\", "/ä", ":", "*", "unknown", "/unknown"}) {
                answer("GET " + path + " HTTP/1.1\nHost: localhost\n");
                answer(RIGHT.replace("/echo", path));
            }
            answer(RIGHT + "Sec-WebSocket-Extensions: ;\n");
            answer("NONSENSE\n");
        } finally {
            root.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    private static void assertEndsWithAnError(String request) {
        WsClient client = server.connect();
        client.send(request(request));
        assertThat(client.readHead()).containsPattern("^\\S+ (400|414|426|431|501|505) ");
        assertThat(client.awaitEnd()).isTrue();
    }

    private static void skipBody(WsClient client, String head) {
        String length = head.toLowerCase().replaceAll("(?s).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
        try {
            client.input().skipNBytes(Integer.parseInt(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the answer, in lower case. */
    private static String answer(String request) {
        return server.connect().send(request(request)).readHead().toLowerCase();
    }

    private static byte[] request(String lines) {
        return (lines.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
