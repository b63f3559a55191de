package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, only its own session ends: no bug is counted. The seed of what is random is the test's argument. */
@ExtendWith(RedisExtension.class)
final class SocketIoGarbageTest {
    private static final String[] PIECES = {
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "40",
        "41",
        "42",
        "43",
        "44",
        "451-",
        "461-",
        "452-",
        "-",
        "/",
        "/echo,",
        "/echo",
        ",",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\"message\"",
        "\"message-with-ack\"",
        "\"checkbox-update\"",
        "\"connect\"",
        "null",
        "true",
        "1e999",
        "-0",
        "12345678901234567890",
        "{\"_placeholder\":true,\"num\":0}",
        "{\"index\":1,\"value\":true}",
        "\u001e",
        "\u001e",
        "b",
        "bAQID",
        "bAQ==",
        "=",
        "probe",
        "\\ud800",
        "\\u0000",
        "\u0000",
        "é",
        "😀",
        ":",
        "7[\"message-with-ack\"]",
        "42/echo,[\"message\",",
        "451-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]",
        "[[[[[[[[",
        "]]]]]]]]"
    };

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("socketio.echo", "true", "server.verticlesPerPort", "3", "socket.closeTimeout", "200ms");

    @RegisterExtension
    final Pollers pollers = new Pollers(server);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 15);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNotMindRandomPayloads(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            Poller poller = random.nextBoolean() ? pollers.echo() : pollers.connect("");
            for (int j = 0; j < 5; j++) {
                assertThat(poller.post(random(random)).status()).isIn(200, 400);
            }
        }
        goesOn();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNotMindRandomMessages(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
            client.sendText("40").sendText("40/echo,");
            for (int j = 0; j < 5; j++) {
                if (random.nextInt(4) == 0) {
                    client.sendBinary(bytes(random));
                } else {
                    client.sendText(random(random));
                }
            }
            client.sendText("1");
            client.readClose();
            client.close();
        }
        goesOn();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNotMindRandomChanges(long seed) {
        String[] steps = {"2probe", "2probe", "5", "5", "40", "42/echo,[\"message\"]", "3", "6", "x"};
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            Poller poller = pollers.echo();
            RawHttp poll = random.nextBoolean() ? poller.polling() : null;
            WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE + "&sid=" + poller.sid());
            for (int j = 0; j < 4; j++) {
                client.sendText(steps[random.nextInt(steps.length)]);
            }
            if (random.nextBoolean()) {
                poller.post("42/echo,[\"message\"]");
            }
            client.close();
            if (poll != null) {
                poll.close();
            }
        }
        goesOn();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNotMindRandomRequests(long seed) {
        String[] pieces = {
            "sid=",
            "&sid=",
            "EIO=4",
            "&EIO=4",
            "&transport=polling",
            "&transport=websocket",
            "%",
            "%00",
            "&",
            "=",
            ";",
            "a",
            "%f0",
            "&j=1",
            "00000000-0000-4000-8000-000000000000",
            ".0",
            ".1",
            ".2147483648",
            ".999999999",
            "&hello=1",
            "?",
            "#"
        };
        String[] methods = {"GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE", "PATCH"};
        Random random = new Random(seed);
        int port = Instances.port(server.instance());
        for (int i = 0; i < 20; i++) {
            StringBuilder query = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                query.append(pieces[random.nextInt(pieces.length)]);
            }
            String method = methods[random.nextInt(methods.length)];
            RawHttp.Answer answer = RawHttp.send(port, method, "/socket.io/?" + query, bytes(random))
                    .answer();
            assertThat(answer.status()).isBetween(200, 499);
        }
        goesOn();
    }

    private void goesOn() {
        server.closeClients();
        Poller poller = pollers.echo();
        poller.send("42/echo,[\"message\",1]");
        assertThat(poller.next()).isEqualTo("42/echo,[\"message-back\",1]");
        assertThat(Instances.metric(server.instance(), "carillon_bugs_total")).isZero();
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "42/echo,[\"message\"," : "4");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }
}
